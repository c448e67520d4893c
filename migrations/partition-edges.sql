-- Spreads the table of edges over 16 partitions by who they are of. No migration: run by hand, once, by whom the tables
-- belong to, on PostgreSQL 12 or later, while no gateway runs:
--
--     psql -v ON_ERROR_STOP=1 -f migrations/partition-edges.sql DATABASE
--
-- The same steps serve an empty database and a full one, which needs room for the edges twice until the end. Either all
-- of it is done or nothing. The program is the same before and after; docs/scaling.md says when this is worth doing.
BEGIN;

LOCK TABLE edges IN ACCESS EXCLUSIVE MODE;
ALTER TABLE edges RENAME TO edges_whole;

CREATE TABLE edges (
    source_id BIGINT NOT NULL,
    kind SMALLINT NOT NULL,
    position BIGINT NOT NULL,
    target_id BIGINT NOT NULL
) PARTITION BY HASH (source_id);

-- The number of partitions is chosen once: another number means these steps again.
DO $$
BEGIN
    FOR part IN 0..15 LOOP
        EXECUTE format('CREATE TABLE edges_%s PARTITION OF edges FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
            lpad(part::text, 2, '0'), part);
    END LOOP;
END
$$;

-- In the order of lists, so that the edges of one person lie together; indexes come when the rows are there.
INSERT INTO edges (source_id, kind, position, target_id)
SELECT source_id, kind, position, target_id FROM edges_whole ORDER BY source_id, kind, position;

DROP TABLE edges_whole;

-- By the names that they had: both begin with the column that the partitions are cut by, as they must.
ALTER TABLE edges ADD PRIMARY KEY (source_id, target_id, kind);
ALTER TABLE edges ADD CONSTRAINT edges_position_taken UNIQUE (source_id, kind, position);
CREATE INDEX edges_reverse ON edges (target_id, kind, position);

COMMIT;

ANALYZE edges;
