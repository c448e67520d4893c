-- Times are unix milliseconds. There are no foreign keys across tables and no sequences, here as in the PostgreSQL
-- schema: ids come from the engine.

CREATE TABLE users (
    id INTEGER NOT NULL PRIMARY KEY,
    username TEXT NOT NULL,
    -- The username in ASCII lower case, by which names are compared.
    username_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    location TEXT NOT NULL,
    url TEXT,
    image_url TEXT,
    banner_url TEXT,
    created BIGINT NOT NULL,
    protected BOOLEAN NOT NULL,
    verified BOOLEAN NOT NULL,
    standing SMALLINT NOT NULL,
    kind SMALLINT NOT NULL,
    timezone TEXT NOT NULL,
    locale TEXT NOT NULL,
    email TEXT,
    pinned_post BIGINT,
    followers INTEGER NOT NULL,
    following INTEGER NOT NULL,
    posts INTEGER NOT NULL,
    listed INTEGER NOT NULL,
    likes INTEGER NOT NULL,
    latest_post BIGINT
);

-- When an edge was made is `position >> 20`.
CREATE TABLE edges (
    source_id BIGINT NOT NULL,
    kind SMALLINT NOT NULL,
    position BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    PRIMARY KEY (source_id, kind, target_id),
    UNIQUE (source_id, kind, position)
) WITHOUT ROWID;

CREATE INDEX edges_reverse ON edges (target_id, kind, position);

CREATE TABLE posts (
    id INTEGER NOT NULL PRIMARY KEY,
    author_id BIGINT NOT NULL,
    text TEXT NOT NULL,
    lang TEXT NOT NULL,
    source TEXT NOT NULL,
    created BIGINT NOT NULL
);

CREATE TABLE apps (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    link TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    -- Sealed.
    secret TEXT NOT NULL,
    permission SMALLINT NOT NULL
);

CREATE TABLE tokens (
    id INTEGER NOT NULL PRIMARY KEY,
    -- The public text of a signed token, the hash of a bearer token.
    key TEXT NOT NULL UNIQUE,
    class SMALLINT NOT NULL,
    audience TEXT NOT NULL,
    app_id BIGINT NOT NULL,
    user_id BIGINT,
    -- Separated by blanks.
    scopes TEXT NOT NULL,
    public TEXT,
    -- Sealed.
    secret TEXT,
    created BIGINT NOT NULL,
    expires BIGINT,
    revoked BIGINT
);

CREATE INDEX tokens_authorised ON tokens (app_id, user_id);

-- What happened, in order: appended to, never changed. No index beside the rowid, so that a group of entries costs
-- few pages.
CREATE TABLE ledger (
    id INTEGER NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor BIGINT,
    app BIGINT,
    change SMALLINT NOT NULL,
    kind SMALLINT NOT NULL,
    source BIGINT NOT NULL,
    target BIGINT NOT NULL,
    position BIGINT NOT NULL,
    -- Whether the other tables held the change when this row was written. One that they did not hold waits until
    -- `folded` in `meta` has passed it.
    folded BOOLEAN NOT NULL
);

CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

-- `folded`: the ledger up to this id is carried over into edges and counts.
INSERT INTO meta (name, value) VALUES ('store_format', 1), ('folded', 0);
