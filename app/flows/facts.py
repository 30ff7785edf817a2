"""What the wikis can tell a flow, by name: a closed list of facts and the values each can have.

Pure: where the answers come from is in `app/actions/facts.py`. A fact that could not be found out has no value; a turn
then needs a rule for that, because "could not check" is never a yes or a no.
"""

from collections.abc import Mapping

YES_NO = frozenset({"yes", "no"})

FACTS: Mapping[str, frozenset[str]] = {
    "local-oversighters": frozenset({"some", "none", "named"}),
    "local-administrators": frozenset({"some", "none", "named"}),
    "local-checkusers": frozenset({"some", "none"}),
    "global-sysops-serve": YES_NO,
    "i-can-delete-revisions": YES_NO,
    "i-can-suppress": YES_NO,
    "i-am-a-steward": YES_NO,
    "several-wikis": YES_NO,
    "wiki-is-closed": YES_NO,
    "wiki-has-public-copyright-way": YES_NO,
    "what-was-pasted": frozenset({"revisions", "accounts", "files", "mixed"}),
    "already-hidden": frozenset({"all", "some", "none"}),
    "newest-is-meant": YES_NO,
    "account-is-temporary": YES_NO,
    "account-on-several-wikis": YES_NO,
    "many-global-edits": YES_NO,
    "file-on-commons": YES_NO,
}
"""`named`: the wiki could not be asked, but its policy pack names a contact of the team. `many-global-edits`: more than
1,000, above which the software hides no account (CentralAuth)."""


def as_facts(plain: Mapping[str, object]) -> dict[str, str]:
    """Facts as somebody writes them in a file: counts become `some` or `none`, true and false `yes` and `no`.

    Raises ValueError, with a sentence, for a fact or a value that there is none.
    """
    found = {name: _value(value) for name, value in plain.items()}
    for name, value in found.items():
        if name not in FACTS:
            raise ValueError(f"there is no fact “{name}”; known are {', '.join(sorted(FACTS))}")
        if value not in FACTS[name]:
            raise ValueError(f"“{name}” cannot be “{value}”: {', '.join(sorted(FACTS[name]))}")
    return found


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return "some" if value else "none"
    return str(value)
