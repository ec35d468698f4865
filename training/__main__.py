"""`python -m training COMMAND [VARIANT]`: one command for each step from corpora to a model.

Every command can be run again.
"""

import argparse
from pathlib import Path

from training import calibrate, config, prepare, teach


def main() -> None:
    """Reads the command line and runs one step."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument(
        "command",
        choices=["prepare", "train", "quantise", "calibrate", "evaluate", "teach", "ablation"],
    )
    parser.add_argument(
        "variant",
        nargs="?",
        default="standard",
        help="a variant of config.toml (default: standard)",
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--folder",
        type=Path,
        help=(
            "the quantised model: quantise writes it, calibrate fits it (default: the variant's "
            "in model/), evaluate scores it"
        ),
    )
    given = parser.parse_args()
    everything = config.read()
    if given.variant not in everything.variants:
        parser.error(
            f"config.toml has no variant {given.variant!r}; it has {', '.join(everything.variants)}"
        )
    varied = everything.varied(given.variant)
    folder = given.folder or config.ROOT / "model" / given.variant
    if given.command == "prepare":
        prepare.run(everything)
        return
    if given.command == "calibrate":
        calibrate.run(varied, folder)
        return
    if given.command == "teach":
        teach.run(everything, given.variant, given.threads)
        return
    from training import evaluate, quantise, train  # only these need PyTorch

    if given.command == "train":
        train.run(varied, given.variant, given.threads)
    elif given.command == "quantise":
        quantise.run(varied, given.variant, folder)
    elif given.command == "evaluate":
        evaluate.run(varied, given.variant, given.folder)
    else:
        for name in (v for v in everything.variants if v.startswith("fifth")):
            train.run(everything.varied(name), name, given.threads)
            evaluate.run(everything.varied(name), name)


if __name__ == "__main__":
    main()
