"""Coreference inside one article: which mentions name one entity, and its fullest name.

Pure: kinds and known aliases are passed in; no text is read.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.linking.names import short_forms
from app.linking.within import single_names
from app.linking.within.mention_groups import Key, Mention, MentionGroups
from app.linking.within.variants import join_variants


@dataclass(slots=True)
class Chain:
    """The mentions of one entity: indices into the mentions given, in order."""

    kind: str
    name: str
    weight: float
    members: list[int] = field(default_factory=list)


def chains(mentions: Sequence[Mention], aliases: Mapping[str, str] | None = None) -> list[Chain]:
    """The chains in order of first mention; `mentions` are in text order.

    `aliases` maps folded names to keys: two names with one key are one entity.
    """
    groups = MentionGroups(mentions)
    join_variants(groups, aliases or {})
    resolved = single_names.resolve(groups)
    members: dict[Key, list[int]] = defaultdict(list)
    for index in range(len(mentions)):
        members[resolved[index]].append(index)
    return [_chain(groups, key, indices) for key, indices in members.items()]


def _chain(groups: MentionGroups, key: Key, indices: list[int]) -> Chain:
    """One chain: its kind by all its evidence, unless a person's full name decides."""
    is_full_name = groups.kind(key) == "person" and " " in key[0]
    kind, weight = groups.kinds[key] if is_full_name else groups.kind_of_mentions(indices)
    names = (groups.mentions[index].name for index in indices)
    return Chain(kind, short_forms.fullest(names, kind), weight, indices)
