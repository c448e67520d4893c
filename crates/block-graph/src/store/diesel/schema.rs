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
        reply_to -> Nullable<BigInt>,
        reply_to_user -> Nullable<BigInt>,
        thread -> BigInt,
        repost_of -> Nullable<BigInt>,
        quote_of -> Nullable<BigInt>,
        mentions -> Text,
        tagged -> Text,
        replies -> SmallInt,
    }
}

diesel::table! {
    post_mentions (user_id, post_id) {
        user_id -> BigInt,
        post_id -> BigInt,
    }
}

diesel::table! {
    likes (user_id, post_id) {
        user_id -> BigInt,
        post_id -> BigInt,
        position -> BigInt,
    }
}

diesel::table! {
    messages (id) {
        id -> BigInt,
        sender -> BigInt,
        recipient -> BigInt,
        text -> Text,
        created -> BigInt,
        hidden_by_sender -> Bool,
        hidden_by_recipient -> Bool,
    }
}

diesel::table! {
    lists (id) {
        id -> BigInt,
        owner -> BigInt,
        name -> Text,
        slug -> Text,
        description -> Text,
        private -> Bool,
        created -> BigInt,
    }
}

diesel::table! {
    members (list_id, user_id) {
        list_id -> BigInt,
        user_id -> BigInt,
        position -> BigInt,
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
        plan -> SmallInt,
        callbacks -> Text,
        public -> Bool,
        password_secret -> Nullable<Text>,
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
        permission -> Nullable<SmallInt>,
        chain -> Nullable<BigInt>,
    }
}

diesel::table! {
    tickets (id) {
        id -> BigInt,
        kind -> SmallInt,
        key -> Text,
        audience -> Text,
        app_id -> BigInt,
        user_id -> Nullable<BigInt>,
        scopes -> Text,
        permission -> Nullable<SmallInt>,
        secret -> Nullable<Text>,
        callback -> Nullable<Text>,
        proof -> Nullable<Text>,
        chain -> BigInt,
        created -> BigInt,
        expires -> BigInt,
        spent -> Nullable<BigInt>,
    }
}

diesel::table! {
    passwords (user_id) {
        user_id -> BigInt,
        hash -> Text,
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
    workers (number) {
        number -> SmallInt,
        holder -> Text,
        ends -> BigInt,
        minted_to -> BigInt,
    }
}

diesel::table! {
    meta (name) {
        name -> Text,
        value -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(users, edges, posts);
diesel::allow_tables_to_appear_in_same_query!(likes, posts);
diesel::allow_tables_to_appear_in_same_query!(apps, tokens);
