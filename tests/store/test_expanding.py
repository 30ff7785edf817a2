"""A migration runs while the release before it serves: what such a one may hold, on examples and on our own."""

import pytest

from app.store.migrations import HERE, statements_of
from app.store.migrations.expanding import contracting_statements

ADDS = [
    "CREATE TABLE IF NOT EXISTS bells (id INTEGER NOT NULL)",
    "CREATE INDEX IF NOT EXISTS ix_bells_owner ON bells (owner)",
    "ALTER TABLE requests ADD COLUMN climbs_at BIGINT",
    "ALTER TABLE requests ADD COLUMN climbs_at BIGINT NULL",
    "ALTER TABLE requests ADD COLUMN awaits BOOL NOT NULL DEFAULT 0",
    "ALTER TABLE requests ADD climbs_at BIGINT, ADD INDEX ix_climbs (climbs_at)",
    "ALTER TABLE requests\n\tADD COLUMN a BIGINT CHECK (a IN (1, 2)),\n\tADD COLUMN b VARCHAR(9) DEFAULT 'x,y'",
    "ALTER TABLE events DROP CONSTRAINT ck_event, ADD CONSTRAINT ck_event CHECK (event IN ('filed', 'taken', 'new'))",
    "UPDATE requests SET climbs_at = NULL",
    "INSERT INTO job_holders (job) VALUES ('new')",
    "alter table requests add column climbs_at BIGINT",
]
TAKES_AWAY = [
    "DROP TABLE bells",
    "DROP INDEX ix_bells_owner ON bells",
    "CREATE UNIQUE INDEX ix_bells_owner ON bells (owner)",
    "ALTER TABLE requests DROP COLUMN climbs_at",
    "ALTER TABLE requests DROP climbs_at",
    "ALTER TABLE requests ADD COLUMN climbs_at BIGINT NOT NULL",
    "ALTER TABLE requests ADD COLUMN code VARCHAR(9) UNIQUE",
    "ALTER TABLE requests ADD UNIQUE (reference)",
    "ALTER TABLE requests ADD CONSTRAINT ck_new CHECK (target_count < 5)",
    "ALTER TABLE requests ADD CONSTRAINT fk_new FOREIGN KEY (x) REFERENCES y (z)",
    "ALTER TABLE events DROP CONSTRAINT ck_event",
    "ALTER TABLE events DROP CONSTRAINT ck_event, ADD CONSTRAINT ck_other CHECK (event IN ('filed'))",
    "ALTER TABLE events DROP CONSTRAINT ck_event, ADD CONSTRAINT ck_event CHECK (1), DROP COLUMN at",
    "ALTER TABLE requests MODIFY wiki VARCHAR(10)",
    "ALTER TABLE requests CHANGE wiki site VARCHAR(64)",
    "ALTER TABLE requests RENAME TO asked",
    "RENAME TABLE requests TO asked",
    "ALTER TABLE requests ADD COLUMN a BIGINT, DROP COLUMN b",
    "DELETE FROM requests",
    "TRUNCATE TABLE requests",
    "REPLACE INTO requests VALUES (1)",
    "something that nobody foresaw",
]


@pytest.mark.parametrize("statement", ADDS)
def test_what_only_adds_may_run_before_the_new_code(statement: str) -> None:
    assert contracting_statements("0002_more", [statement, f"{statement};\n"]) == []


@pytest.mark.parametrize("statement", TAKES_AWAY)
def test_what_takes_away_waits_for_a_migration_of_its_own(statement: str) -> None:
    assert contracting_statements("0002_more", [ADDS[0], statement]) == [statement]
    assert contracting_statements("0003_less_contract", [statement]) == []
    assert contracting_statements("0003_contract_less", [statement]) == [statement], "the end of the name decides"


@pytest.mark.parametrize("dialect", ["sqlite", "mariadb"])
def test_no_migration_of_ours_takes_away_before_its_time(dialect: str) -> None:
    names = sorted(path.stem for path in (HERE / "versions").glob("0*.py"))
    assert names[0] == "0001_everything"
    for name in names:
        assert contracting_statements(name, statements_of(name, dialect)) == [], name
