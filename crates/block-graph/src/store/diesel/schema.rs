//! The tables as diesel sees them; `migrations/` is where they are made, the same in both databases.

diesel::table! {
    users (id) {
        id -> BigInt,
        username -> Text,
        username_key -> Text,
        name -> Text,
        description -> Text,
        location -> Text,
        url -> Nullable<Text>,
        image_url -> Nullable<Text>,
        banner_url -> Nullable<Text>,
        created -> BigInt,
        protected -> Bool,
        verified -> Bool,
        standing -> SmallInt,
        kind -> SmallInt,
        timezone -> Text,
        locale -> Text,
        email -> Nullable<Text>,
        pinned_post -> Nullable<BigInt>,
        followers -> Integer,
        following -> Integer,
        posts -> Integer,
        listed -> Integer,
        likes -> Integer,
        latest_post -> Nullable<BigInt>,
    }
}

diesel::table! {
    edges (source_id, kind, target_id) {
        source_id -> BigInt,
        kind -> SmallInt,
        position -> BigInt,
        target_id -> BigInt,
    }
}

diesel::table! {
    posts (id) {
        id -> BigInt,
        author_id -> BigInt,
        text -> Text,
        lang -> Text,
        source -> Text,
        created -> BigInt,
    }
}

diesel::table! {
    apps (id) {
        id -> BigInt,
        name -> Text,
        link -> Text,
        key -> Text,
        secret -> Text,
        permission -> SmallInt,
    }
}

diesel::table! {
    tokens (id) {
        id -> BigInt,
        key -> Text,
        class -> SmallInt,
        audience -> Text,
        app_id -> BigInt,
        user_id -> Nullable<BigInt>,
        scopes -> Text,
        public -> Nullable<Text>,
        secret -> Nullable<Text>,
        created -> BigInt,
        expires -> Nullable<BigInt>,
        revoked -> Nullable<BigInt>,
    }
}

diesel::table! {
    ledger (id) {
        id -> BigInt,
        at -> BigInt,
        actor -> Nullable<BigInt>,
        app -> Nullable<BigInt>,
        change -> SmallInt,
        kind -> SmallInt,
        source -> BigInt,
        target -> BigInt,
        position -> BigInt,
        folded -> Bool,
    }
}

diesel::table! {
    meta (name) {
        name -> Text,
        value -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(users, edges);
diesel::allow_tables_to_appear_in_same_query!(apps, tokens);
