"""What the wikis can tell a flow, by name: a closed list of facts and the values each can have.

Pure: where the answers come from is in the actions. A fact that could not be found out has no value; a turn then needs
a rule for that, because "could not check" is never a yes or a no. Where several targets are meant, a fact about "the
wiki" or "the accounts" is about all of them together, as its line says.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.queues import Team
from app.flows.packs import Packs

YES_NO = frozenset({"yes", "no"})
NAMED = "named"


@dataclass(frozen=True)
class Fact:
    """`values`: what it can be. `meaning`: for whoever computes it, from which part of the public API."""

    values: frozenset[str]
    meaning: str


MEANINGS: Mapping[str, Fact] = {
    "local-oversighters": Fact(
        frozenset({"some", "none", NAMED}),
        "Whether the one wiki that is meant has members of the local group `suppress` (list=allusers, augroup), those "
        "who are kept out, whose case it is, and whoever asks, not counted. `named`: the wiki could not be asked, but "
        "its own policy pack names a contact of the team. Absent: could not be asked and nothing is named, or several "
        "wikis are meant.",
    ),
    "local-administrators": Fact(
        frozenset({"some", "none", NAMED}),
        "The same for the right `deleterevision` (list=allusers, aurights). Whether they are still active is not "
        "asked.",
    ),
    "local-checkusers": Fact(
        frozenset({"some", "none"}),
        "The same for the local group `checkuser`. A wiki that only lets stewards in for a while has none.",
    ),
    "global-sysops-serve": Fact(
        YES_NO,
        "Whether the wiki belongs to the set of wikis on which global sysops act (list=wikisets; the set's name stands "
        "in the global policy pack).",
    ),
    "i-can-delete-revisions": Fact(
        YES_NO,
        "Whether the signed-in person has `deleterevision` in effect on every wiki that is meant (list=users, usprop="
        "rights), asked now and not blocked there. Never `yes` from memory.",
    ),
    "i-can-suppress": Fact(YES_NO, "The same for `suppressrevision`."),
    "i-am-a-steward": Fact(YES_NO, "Whether the signed-in person is in the global group `steward`, asked now."),
    "i-am-named": Fact(
        YES_NO,
        "`yes` where the signed-in person's own account is among the pasted accounts, or is the author, uploader or "
        "page owner of something pasted. Otherwise absent: people have other accounts and other names. `no` is only "
        "what the person says against it: finding something is not being involved.",
    ),
    "several-wikis": Fact(
        YES_NO,
        "Whether the pasted targets lie on more than one wiki; an account counts for the wiki of its link, and "
        "only where nothing but accounts was pasted.",
    ),
    "wiki-is-closed": Fact(
        YES_NO, "Whether any wiki that is meant is closed (action=sitematrix): local administrators lack the rights."
    ),
    "wiki-has-public-copyright-way": Fact(
        YES_NO, "Whether the wiki's policy pack has a criterion with `public-template`. Needs no asking."
    ),
    "already-hidden": Fact(
        frozenset({"all", "some", "none"}),
        "How many of the pasted targets are hidden: `all` where of each every part is (text, summary and name), `some` "
        "where any part of any is. Absent where one is gone: that may be a wrong number, or a deleted page that "
        "administrators still see.",
    ),
    "newest-is-meant": Fact(
        YES_NO,
        "Whether a pasted revision is the newest of its page: its text can only be hidden once it is edited out. `no` "
        "does not tell that the newest is free of it. Absent where no revision is meant, or one is gone.",
    ),
    "account-is-temporary": Fact(
        frozenset({"yes", "no", "some"}),
        "Whether the pasted accounts are temporary ones (list=users, `temp`, or the wiki's name pattern): all, none, "
        "or some of them.",
    ),
    "account-on-several-wikis": Fact(
        YES_NO,
        "Whether any pasted account has edits or log entries on more than one wiki (meta=globaluserinfo, guiprop="
        "merged). An account that is merely attached elsewhere has none there.",
    ),
    "accounts-are-locked": Fact(
        YES_NO, "Whether every pasted account is locked already (meta=globaluserinfo). Temporary ones cannot be."
    ),
    "many-global-edits": Fact(
        YES_NO,
        "Whether any pasted account has more than 1,000 edits over all wikis (meta=globaluserinfo, guiprop=editcount): "
        "above that the software hides no account (CentralAuth).",
    ),
    "file-on-commons": Fact(
        YES_NO,
        "Whether the pasted file lives in the shared repository (prop=imageinfo, `imagerepository`), whatever wiki the "
        "link is on. Asked without ever touching the file itself.",
    ),
}

FACTS: Mapping[str, frozenset[str]] = {name: fact.values for name, fact in MEANINGS.items()}


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


def facts_of_pack(packs: Packs, wiki: str) -> dict[str, str]:
    """What a wiki's policy pack tells where the wiki itself says nothing; facts read live go over it."""
    teams = {"local-oversighters": Team.OVERSIGHTERS, "local-administrators": Team.ADMINISTRATORS}
    named = {name: NAMED for name, team in teams.items() if packs.contact(team, wiki)}
    public = any(criterion.public_template for criterion in packs.criteria(wiki))
    return named | {"wiki-has-public-copyright-way": "yes" if public else "no"}


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return "some" if value else "none"
    return str(value)
