-- A session is a row of turns on one backbone; its title is its first question until it is renamed.
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL DEFAULT '',
    backbone TEXT NOT NULL,
    began REAL NOT NULL,             -- seconds since 1970, as every time here
    touched REAL NOT NULL
);
CREATE INDEX session_touched ON session (touched);

CREATE TABLE turn (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- a number is never given twice: a late append must not find another turn
    session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    domain TEXT,                     -- what the user forced
    began REAL NOT NULL,
    error TEXT                       -- NULL: never ended, '': ended well
);
CREATE INDEX turn_session ON turn (session);

-- The events of a turn: JSON lines, deflated. One row an append; one row in all once the turn has ended.
CREATE TABLE batch (
    turn INTEGER NOT NULL REFERENCES turn (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    lines BLOB NOT NULL,
    PRIMARY KEY (turn, number)
) WITHOUT ROWID;

-- What is searched; the rowid is the turn's id.
CREATE VIRTUAL TABLE said USING fts5 (
    question, steps, answer, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
