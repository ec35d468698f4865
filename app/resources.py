"""Where the files are that are no Python: templates, static files, migrations, model and demo.

They lie next to the package `app`, in a checkout as in an installation.
"""

from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]

TEMPLATES = _ROOT / "templates"
STATIC = _ROOT / "static"
MIGRATIONS = _ROOT / "migrations"
MODELS = _ROOT / "model"
DEMO_ARTICLES = _ROOT / "demo" / "articles"
