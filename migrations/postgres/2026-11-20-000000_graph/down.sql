DROP TABLE meta;
DROP TABLE ledger;
DROP TABLE tokens;
DROP TABLE apps;
DROP TABLE posts;
DROP TABLE edges;
DROP TABLE users;
