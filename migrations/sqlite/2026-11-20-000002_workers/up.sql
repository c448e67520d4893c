-- Worker numbers on loan to processes that share the database. A number that was never held has no row.
CREATE TABLE workers (
    number SMALLINT NOT NULL PRIMARY KEY,
    -- Who holds it; empty once it was given back.
    holder TEXT NOT NULL,
    -- Until when, by this database's clock.
    ends BIGINT NOT NULL,
    -- The last millisecond in which whoever held it may have minted: the next holder mints above it.
    minted_to BIGINT NOT NULL
);
