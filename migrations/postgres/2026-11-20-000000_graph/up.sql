-- Times are unix milliseconds. There are no foreign keys across tables and no sequences: ids come from the engine, and
-- the tables can be partitioned by user.

CREATE TABLE users (
    id BIGINT NOT NULL PRIMARY KEY,
    username TEXT NOT NULL,
    -- The username in ASCII lower case, by which names are compared, and searched byte by byte whatever the server's
    -- own order is.
    username_key TEXT COLLATE "C" NOT NULL CONSTRAINT users_username_taken UNIQUE,
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

-- When an edge was made is `position >> 20`. The key finds how two people stand at one place, whatever the kinds: with the kind
-- in the middle a planner may read all edges of the one to find those to the other.
CREATE TABLE edges (
    source_id BIGINT NOT NULL,
    kind SMALLINT NOT NULL,
    position BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    PRIMARY KEY (source_id, target_id, kind),
    CONSTRAINT edges_position_taken UNIQUE (source_id, kind, position)
);

CREATE INDEX edges_reverse ON edges (target_id, kind, position);

CREATE TABLE posts (
    id BIGINT NOT NULL PRIMARY KEY,
    author_id BIGINT NOT NULL,
    text TEXT NOT NULL,
    lang TEXT NOT NULL,
    source TEXT NOT NULL,
    created BIGINT NOT NULL,
    -- The post it replies to, and whose that is.
    reply_to BIGINT,
    reply_to_user BIGINT,
    -- The first post of its conversation; its own id if it begins one.
    thread BIGINT NOT NULL,
    repost_of BIGINT,
    quote_of BIGINT,
    -- `user:start:end:username`, separated by blanks; who can be found by it stands in `post_mentions`.
    mentions TEXT NOT NULL,
    -- Ids, separated by blanks.
    tagged TEXT NOT NULL,
    -- Who may reply.
    replies SMALLINT NOT NULL
);

CREATE INDEX posts_by_author ON posts (author_id, id);
CREATE INDEX posts_of_thread ON posts (thread, id) WHERE repost_of IS NULL;
CREATE INDEX posts_replying ON posts (reply_to) WHERE reply_to IS NOT NULL;
CREATE INDEX posts_quoting ON posts (quote_of, id) WHERE quote_of IS NOT NULL;
CREATE INDEX posts_reposting ON posts (repost_of, id) WHERE repost_of IS NOT NULL;
CREATE INDEX posts_reposted_by ON posts (author_id, repost_of, id) WHERE repost_of IS NOT NULL;

-- Whom posts name, each once.
CREATE TABLE post_mentions (
    user_id BIGINT NOT NULL,
    post_id BIGINT NOT NULL,
    PRIMARY KEY (user_id, post_id)
);

-- The position orders both what somebody likes and who likes a post.
CREATE TABLE likes (
    user_id BIGINT NOT NULL,
    post_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (user_id, post_id),
    CONSTRAINT likes_position_taken UNIQUE (user_id, position)
);

CREATE INDEX likes_of_post ON likes (post_id, position, user_id);

CREATE TABLE messages (
    id BIGINT NOT NULL PRIMARY KEY,
    sender BIGINT NOT NULL,
    recipient BIGINT NOT NULL,
    text TEXT NOT NULL,
    created BIGINT NOT NULL,
    -- Who took it out of their sight.
    hidden_by_sender BOOLEAN NOT NULL,
    hidden_by_recipient BOOLEAN NOT NULL
);

CREATE INDEX messages_sent ON messages (sender, id);
CREATE INDEX messages_received ON messages (recipient, id);
CREATE INDEX messages_between ON messages (sender, recipient, id);

CREATE TABLE lists (
    id BIGINT NOT NULL PRIMARY KEY,
    owner BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- The name as addresses have it.
    slug TEXT NOT NULL,
    description TEXT NOT NULL,
    private BOOLEAN NOT NULL,
    created BIGINT NOT NULL
);

CREATE INDEX lists_of_owner ON lists (owner, id);
CREATE INDEX lists_by_slug ON lists (owner, slug);

CREATE TABLE members (
    list_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (list_id, user_id)
);

CREATE INDEX members_of_list ON members (list_id, position, user_id);
CREATE INDEX members_of_user ON members (user_id, position, list_id);

CREATE TABLE apps (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    link TEXT NOT NULL,
    key TEXT NOT NULL CONSTRAINT apps_key_taken UNIQUE,
    -- Sealed.
    secret TEXT NOT NULL,
    permission SMALLINT NOT NULL
);

CREATE TABLE tokens (
    id BIGINT NOT NULL PRIMARY KEY,
    -- The public text of a signed token, the hash of a bearer token.
    key TEXT NOT NULL CONSTRAINT tokens_key_taken UNIQUE,
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

-- What happened, in order: appended to, never changed. No index beside the key, so that a group of entries costs
-- few pages.
CREATE TABLE ledger (
    id BIGINT NOT NULL PRIMARY KEY,
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
