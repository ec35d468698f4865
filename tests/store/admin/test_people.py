"""People: tokens and one-time links are stored as hashes; a link works once, a token for good."""

from typing import cast

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from app.errors import Gone, NotFound
from app.store import instance
from app.store.admin import people
from app.store.db.library import Library
from app.store.schema.people import TOKEN_SCOPES, SignIn, Token, TokenScope


def test_a_token_names_its_person_and_only_its_hash_is_stored(library: Library) -> None:
    with library.writing() as s:
        token = people.create_token(s, "robot")
    with library.reading() as s:
        found = people.find_token(s, token)
        row = s.exec(select(Token)).one()
        assert found is not None
        person = people.get(s, found.person_id)
        assert people.find_token(s, token + "x") is None
        assert people.find_token(s, "\ud800\0") is None
    assert (person.name, row.name, token in repr(row)) == ("Editor", "robot", False)


def test_a_token_has_the_scope_that_it_was_made_with_and_no_unknown_one(library: Library) -> None:
    with library.writing() as s:
        people.create_token(s, "usual")
        for scope in TOKEN_SCOPES:
            people.create_token(s, scope, scope)
    with library.reading() as s:
        assert [(t.name, t.scope) for t in people.tokens(s)] == [
            ("usual", "edit"),
            ("read", "read"),
            ("annotate", "annotate"),
            ("edit", "edit"),
        ]
    with pytest.raises(IntegrityError), library.writing() as s:
        people.create_token(s, "all", cast(TokenScope, "everything"))


def test_a_sign_in_link_works_once(library: Library) -> None:
    with library.writing() as s:
        code = people.create_signin(s, 15)
    with library.reading() as s:
        assert people.peek(s, code)
        assert code not in repr(s.exec(select(SignIn)).one())
    with library.writing() as s:
        assert people.consume(s, code).name == "Editor"
    with library.writing() as s, pytest.raises(Gone, match="already used"):
        people.consume(s, code)
    with library.reading() as s:
        assert not people.peek(s, code)


@pytest.mark.parametrize("minutes", [0, -1])
def test_an_old_sign_in_link_does_not_work(library: Library, minutes: int) -> None:
    with library.writing() as s:
        code = people.create_signin(s, minutes)
    with library.writing() as s:
        assert not people.peek(s, code)
        with pytest.raises(Gone):
            people.consume(s, code)


def test_every_link_and_token_acts_for_the_same_editor(library: Library) -> None:
    with library.writing() as s:
        token, code = people.create_token(s, "a"), people.create_signin(s, 5)
        owner = people.find_token(s, token)
        assert owner is not None
        assert people.consume(s, code).id == owner.person_id
        assert people.get(s, owner.person_id).id == owner.person_id
        with pytest.raises(NotFound):
            people.get(s, 99)


def test_the_secret_is_made_once(library: Library) -> None:
    with library.writing() as s:
        first = people.secret(s)
    with library.reading() as s:
        assert people.secret(s) == first
    assert len(first) >= 43


def test_an_instance_value_is_replaced(library: Library) -> None:
    with library.writing() as s:
        assert instance.find(s, "key") is None
        instance.put(s, "key", "1")
        instance.put(s, "key", "2")
    with library.reading() as s:
        assert instance.find(s, "key") == "2"


def test_tokens_are_listed_and_revoked_by_number_or_name(library: Library) -> None:
    with library.writing() as s:
        kept, one, two = (people.create_token(s, name) for name in ("kept", "robot", "robot"))
        assert [token.name for token in people.tokens(s)] == ["kept", "robot", "robot"]
        third = people.tokens(s)[2].id
        assert people.revoke_tokens(s, str(third)) == 1
        assert people.find_token(s, two) is None
        assert people.find_token(s, one) is not None
        assert people.revoke_tokens(s, "robot") == 1
        assert people.find_token(s, one) is None
        with pytest.raises(NotFound, match="no token"):
            people.revoke_tokens(s, "robot")
    with library.reading() as s:
        assert people.find_token(s, kept) is not None


def test_revoking_sign_in_links_voids_those_that_were_not_used(library: Library) -> None:
    with library.writing() as s:
        used, unused = people.create_signin(s, 5), people.create_signin(s, 5)
        people.consume(s, used)
        assert people.revoke_signins(s) == 1
        assert not people.peek(s, unused)
