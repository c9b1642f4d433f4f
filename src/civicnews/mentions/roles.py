"""Give the parties of a sentence their roles: organiser, partner, actor, beneficiary.

The sentence is made abstract: each party becomes one private-use character that says what sort of party it
is; quotations, names in quotation marks, dates and other divisions become one character each; brackets go;
all else stays folded text. Frames are RE2 rules over that line, whose named groups cover the characters
that take a role. The table of characters stands at the head of rules/base/frames_absent.yaml.

Rules: rules/base/frames_*.yaml, vocab/frame_*.tsv, party_head.tsv, person_title.tsv, person_kin.tsv
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import cast

from civicnews.document import Party, Sentence
from civicnews.match import Hit
from civicnews.mentions.candidate import BEHIND
from civicnews.mentions.parties import read_example
from civicnews.models import Role
from civicnews.rules.check import Finding
from civicnews.rules.load import RuleSet
from civicnews.structs import frozen, replace

__all__ = ["assign", "evaluate", "looks_back", "merge", "unsure"]

Member = tuple[Sentence, Party, Role, str]
"""A participant of a record: the sentence that names it first, the party, its role and the rule that gave it."""

_SYMBOLS = {
    "doer": "\ue000", "either": "\ue001", "receiver": "\ue002", "body": "\ue003", "commune": "\ue004",
    "place": "\ue005", "date": "\ue006", "name": "\ue007", "speech": "\ue008", "kin": "\ue009", "team": "\ue00a",
}  # fmt: skip
_JOINED: dict[str, Role] = {"\ue000": "actor", "\ue001": "actor", "\ue00a": "actor", "\ue003": "partner", "\ue004": "partner"}
_ORDER: tuple[Role, ...] = ("organiser", "partner", "actor", "beneficiary")
_LATEST_HOST = 1
"""The last sentence of a record, from 0, in which another body may be named as its organiser once one is known."""
_QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》|（[^（）]*）")
_NICKNAME = re.compile(r"“([^“”]+)”")
_PAUSE = re.compile(r"[，。！？；…]")


@frozen
class _Line:
    """The abstract sentence.

    Attributes:
        chars: the line that frames match.
        spans: for each character the half-open span of the sentence that it stands for.
        owners: position in the line → index of the party that stands there.
    """

    chars: str
    spans: tuple[tuple[int, int], ...]
    owners: dict[int, int]


def assign(sentence: Sentence, rules: RuleSet) -> dict[int, tuple[str, str]]:
    """Give roles to the parties of a sentence.

    Args:
        sentence: with its dates, places and parties found.
        rules: the rule packs.

    Returns:
        Index of a party → its role and the id of the frame that gave it. Parties without a role
        (bystanders, quoted officials, what is talked about) are left out.
    """
    return {index: (role, hit.rule.id) for index, role, hit in _claims(_abstract(sentence, rules), rules) if role != "nobody"}


def looks_back(sentence: Sentence, rules: RuleSet) -> bool:
    """Whether the sentence opens like a summing up: 截至目前…, 今年以来…, 据了解，该社区已…."""
    folded = sentence.text.folded
    if rules.compiled("{f_look_back}").match(folded):
        return True
    return bool(rules.compiled("{f_background}").match(folded)) and not rules.compiled("{f_of_this}").search(folded)


def unsure(sentence: Sentence, rules: RuleSet) -> frozenset[int]:
    """The indices of the groups and bodies whose role in the sentence is a default: a weak frame gave it."""
    defaults = {rule.id for rule in rules.matcher("frame").rules if rule.weak}
    return frozenset(i for i, (_, rule) in sentence.roles.items() if rule in defaults and sentence.parties[i].kind != "person")


def evaluate(rules: RuleSet, text: str) -> Iterator[Finding]:
    """The frames of a text for the checks of rules: value is role=name;role=name."""
    sentence = read_example(rules, text)
    line = _abstract(sentence, rules)
    by_hit: dict[int, tuple[Hit, list[str]]] = {}
    for index, role, hit in _claims(line, rules):
        by_hit.setdefault(id(hit), (hit, []))[1].append(f"{role}={sentence.parties[index].name}")
    for hit, roles in by_hit.values():
        yield Finding(hit.rule.id, line.spans[hit.start][0], line.spans[hit.end - 1][1], ";".join(roles))


def _claims(line: _Line, rules: RuleSet) -> list[tuple[int, str, Hit]]:
    """Each party's first claim, in the order of the frames."""
    if not line.owners:
        return []
    taken: dict[int, tuple[str, Hit]] = {}
    for hit in sorted(rules.matcher("frame").find(line.chars), key=lambda h: (h.rule.rank, h.start)):
        for group, (start, end) in hit.groups.items():
            for position in range(start, end):
                index = line.owners.get(position)
                role = _JOINED.get(line.chars[position]) if group == "joined" else group
                if index is not None and role is not None and index not in taken:
                    taken[index] = (role, hit)
    return [(index, role, hit) for index, (role, hit) in sorted(taken.items(), key=lambda one: one[0])]


# -- the abstract sentence --------------------------------------------------------------------------


def _abstract(sentence: Sentence, rules: RuleSet) -> _Line:
    folded = sentence.text.folded
    pieces = _quotations(sentence)
    hidden = {position for start, end, _, _ in pieces for position in range(start, end)}
    for index, party in enumerate(sentence.parties):
        if party.start not in hidden:
            following = (other.outer for other in sentence.parties[index + 1 : index + 2])
            end = min(_phrase_end(folded, party, rules), *following, len(folded))
            pieces.append((party.outer, end, _SYMBOLS[_sort(party, folded, rules)], index))
            hidden.update(range(party.outer, party.end))
    others = [(date.start, date.end, "date") for date in sentence.dates] + [(place.start, place.end, "place") for place in sentence.places]
    pieces.extend((start, end, _SYMBOLS[sort], None) for start, end, sort in others if start not in hidden and end - 1 not in hidden)
    chars: list[str] = []
    spans: list[tuple[int, int]] = []
    owners: dict[int, int] = {}
    position = 0
    for start, end, symbol, owner in sorted(pieces, key=lambda piece: (piece[0], -piece[1])):
        if start < position:
            continue
        chars.extend(folded[position:start])
        spans.extend((at, at + 1) for at in range(position, start))
        if symbol:
            if owner is not None:
                owners[len(chars)] = owner
            chars.append(symbol)
            spans.append((start, end))
        position = end
    chars.extend(folded[position:])
    spans.extend((at, at + 1) for at in range(position, len(folded)))
    return _Line("".join(chars), tuple(spans), owners)


def _quotations(sentence: Sentence) -> list[tuple[int, int, str, int | None]]:
    """Brackets, titles and quotations, except quotation marks that belong to a party; speech is what has a pause."""
    folded = sentence.text.folded
    named = {position for party in sentence.parties for position in range(party.outer, party.end + 1)}
    out: list[tuple[int, int, str, int | None]] = []
    for found in _QUOTED.finditer(folded):
        start, end = found.span()
        if folded[start] == "（":
            out.append((start, end, "", None))
        elif not (start in named and end - 1 in named):
            symbol = "speech" if folded[start] == "“" and _PAUSE.search(folded, start, end) else "name"
            out.append((start, end, _SYMBOLS[symbol], None))
    return out


def _phrase_end(folded: str, party: Party, rules: RuleSet) -> int:
    """One past the whole phrase: 们, a count behind, a form of address, 两个社区 after a list go with the name."""
    behind = "{p_tail}" if party.place is not None else f"{{p_behind_{party.kind}}}"
    more = rules.compiled(behind).match(folded[party.end : party.end + BEHIND])
    return party.end + more.end() if more else party.end


def _sort(party: Party, folded: str, rules: RuleSet) -> str:
    """Which sort of party this is, by its name or title: the key of its character."""
    if party.place is not None or party.rule in ("party/commune", "party/body-of-place"):
        return "place" if rules.compiled("{f_spot}").match(folded[party.end : party.end + BEHIND]) else "commune"
    if party.kind == "organisation":
        return "body"
    if party.rule == "party/neighbours" or (party.rule == "party/anonymised" and party.title is None):
        return "receiver"
    heads = rules.vocabulary("party_head")
    if party.rule == "party/quoted-noun" and party.count is None and heads.get(party.name) == "receiver":
        return "name"
    if party.rule in ("party/team", "party/quoted-team"):
        return "team"
    words = party.name if party.kind == "group" else party.title or ""
    titles = rules.vocabulary("person_title") if party.kind == "person" else {}
    for start in range(len(words)):
        found = titles.get(words[start:]) or heads.get(words[start:])
        if found:
            return found
    if party.kind == "person":
        kin = rules.vocabulary("person_kin")
        return next((kin[party.name[start:]] for start in range(1, len(party.name)) if party.name[start:] in kin), "either")
    return "either"


# -- one record -------------------------------------------------------------------------------------


def merge(sentences: Sequence[Sentence], communities: Sequence[str]) -> list[Member]:
    """The participants of a record: the parties of its sentences that have a role, each once.

    Args:
        sentences: the record's sentences, in order, with roles assigned.
        communities: the names of its communities; a bare 社区 takes the name where there is one alone.

    Returns:
        Members in the order organiser, partner, actor, beneficiary and then of the text. A later mention
        gives its count or affiliation to a first that has none. A bare noun that points back to a party
        (孩子们 after 小学生) is no other party. Once an organiser or actor is known, a sentence that
        looks back adds nobody, and who organises something in a late sentence is told of in passing;
        once a beneficiary is known too, a later sentence adds none without a count whose role is a default.
    """
    out: list[Member] = []
    known: dict[str, int] = {}
    defaults: set[int] = set()
    bodies: dict[str, Party] = {}
    for number, sentence in enumerate(sentences):
        hosted = number > _LATEST_HOST and any(role == "organiser" for _, _, role, _ in out)
        told = any(role in ("organiser", "actor") for _, _, role, _ in out)
        served = any(role == "beneficiary" for _, _, role, _ in out)
        for index, party in enumerate(sentence.parties):
            _remember(bodies, party)
            if told and sentence.looks_back:
                continue
            role, rule = sentence.roles.get(index, ("", ""))
            meant = _meant(party, communities, bodies) if role and not (hosted and role == "organiser") else None
            if meant is None:
                continue
            first = _first(meant, known)
            if first is None:
                if index in sentence.unsure and role == "beneficiary" and meant.count is None and number and told and served:
                    continue
                for ending in _endings(meant):
                    known.setdefault(ending, len(out))
                if index in sentence.unsure:
                    defaults.add(len(out))
                out.append((sentence, meant, cast(Role, role), rule))
            else:
                known_as = out[first][1]
                if first in defaults and index not in sentence.unsure:
                    defaults.discard(first)
                    out[first] = (*out[first][:2], cast(Role, role), rule)
                if (
                    known_as.name in meant.stands_for
                    and meant.name.startswith(known_as.name)
                    and meant.name != known_as.name
                    and known_as.count is None
                ):  # 居民群众 after 居民
                    out[first] = (sentence, replace(meant, affiliation=meant.affiliation or known_as.affiliation), cast(Role, role), rule)
                    continue
                kept = replace(known_as, count=known_as.count or meant.count, affiliation=known_as.affiliation or meant.affiliation)
                out[first] = (out[first][0], kept, out[first][2], out[first][3])
    out.sort(key=lambda member: _ORDER.index(member[2]))
    return out


def _remember(bodies: dict[str, Party], party: Party) -> None:
    """Keep the last body named, under all endings of its name."""
    if party.kind == "organisation" and party.rule != "party/said-body":
        bodies.update((party.name[start:], party) for start in range(len(party.name)))


def _meant(party: Party, communities: Sequence[str], bodies: dict[str, Party]) -> Party | None:
    """The party with the full name that a bare 社区 or 该局 stands for; None where it is not known, or where the
    words are not the ending of the name (街道 of a community).
    """
    if party.rule == "party/commune":
        alone = len(communities) == 1 and communities[0].endswith(party.name)
        return replace(party, name=communities[0]) if alone else None
    if party.rule == "party/said-body":
        body = bodies.get(party.name)
        return None if body is None else replace(party, name=body.name)
    return party


def _endings(party: Party) -> Iterator[str]:
    """The keys under which later mentions find a party.

    Its name; for a body the endings of two characters and more (公司, 自来水公司 after 市自来水公司);
    for people the endings of name, form of address or title (志愿者 after 党员志愿者) and what a name has in
    quotation marks (“红马甲” after “红马甲”服务队); for a person the surname (林爷爷 after 林国和).
    """
    yield f"{party.kind == 'organisation'}{party.name}"
    if party.kind == "organisation":
        yield from (f"True{party.name[start:]}" for start in range(1, len(party.name) - 1))
        return
    called = party.name[1:] if party.rule == "party/kin-name" else ""
    for words in (party.name if party.kind == "group" else called, party.title or ""):
        yield from (f"~{words[start:]}" for start in range(len(words)))
    if party.kind == "person":
        yield f"@{party.name[0]}"
    for quoted in _NICKNAME.findall(party.name):
        yield f"~{quoted}"
        yield f"~“{quoted}”"


def _first(party: Party, known: dict[str, int]) -> int | None:
    """Which member a later mention is, if any."""
    same = known.get(f"{party.kind == 'organisation'}{party.name}")
    if same is not None or party.kind == "organisation":
        return same
    if party.kind == "person":
        return known.get(f"@{party.name[0]}") if party.rule == "party/kin-name" else None
    if party.count is not None and party.count.value is not None:
        return None
    return min((known[key] for ending in (party.name, *party.stands_for) if (key := f"~{ending}") in known), default=None)
