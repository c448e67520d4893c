-- What signing in needs. Every new column has a default, so that a process of the release before can go on.

-- 3 is the largest plan: apps that are there already lose nothing.
ALTER TABLE apps ADD COLUMN plan SMALLINT NOT NULL DEFAULT 3;
-- Separated by line breaks, which no callback holds.
ALTER TABLE apps ADD COLUMN callbacks TEXT NOT NULL DEFAULT '';
ALTER TABLE apps ADD COLUMN public BOOLEAN NOT NULL DEFAULT FALSE;
-- Sealed.
ALTER TABLE apps ADD COLUMN password_secret TEXT;

ALTER TABLE tokens ADD COLUMN permission SMALLINT;
-- The approval it came of.
ALTER TABLE tokens ADD COLUMN chain BIGINT;

CREATE INDEX tokens_of_chain ON tokens (chain) WHERE chain IS NOT NULL;
CREATE INDEX tokens_granted ON tokens (app_id, audience, id) WHERE user_id IS NOT NULL AND revoked IS NULL;

-- What stands between an app and its token.
CREATE TABLE tickets (
    id INTEGER NOT NULL PRIMARY KEY,
    kind SMALLINT NOT NULL,
    -- The public text of temporary credentials, the hash of a code or refresh token.
    key TEXT NOT NULL UNIQUE,
    audience TEXT NOT NULL,
    app_id BIGINT NOT NULL,
    user_id BIGINT,
    -- Separated by blanks.
    scopes TEXT NOT NULL,
    permission SMALLINT,
    -- Sealed.
    secret TEXT,
    callback TEXT,
    -- The hash of what the exchange must show.
    proof TEXT,
    chain BIGINT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    spent BIGINT
);

CREATE INDEX tickets_of_chain ON tickets (chain);
CREATE INDEX tickets_by_end ON tickets (expires);

CREATE TABLE passwords (
    user_id INTEGER NOT NULL PRIMARY KEY,
    -- Argon2id, as a PHC string.
    hash TEXT NOT NULL
);

-- SQLite's lower() knows ASCII alone, which is what e-mail addresses are compared by.
CREATE INDEX users_by_email ON users (lower(email)) WHERE email IS NOT NULL;
