"""What tests of several pages ask the API for: an article, an annotation, an entity."""

from starlette.testclient import TestClient


def add(editor: TestClient, text: str, **more: object) -> int:
    """Stores an article; its id."""
    return int(editor.post("/api/articles", json={"text": text, **more}).json()["id"])


def first(client: TestClient, article: int, layer: str) -> str:
    """The id of an article's first annotation of a layer."""
    items = client.get(f"/api/articles/{article}/annotations?layer={layer}").json()["items"]
    return str(items[0]["id"]).rsplit("/", 1)[1]


def entity_of(client: TestClient, name: str) -> int:
    """The id of the entity of that name."""
    return int(client.get(f"/api/entities?q={name}").json()["items"][0]["id"])
