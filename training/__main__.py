"""`python -m training COMMAND [VARIANT]`: prepare, train, quantise, calibrate, evaluate, ablation.

One command each; every one can be run again.
"""

import argparse
from pathlib import Path

from training import config, prepare


def main() -> None:
    """Reads the command line and runs one step."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument(
        "command", choices=["prepare", "train", "quantise", "calibrate", "evaluate", "ablation"]
    )
    parser.add_argument(
        "variant", nargs="?", default="full", help="a variant of config.toml (default: full)"
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--folder",
        type=Path,
        help=(
            "the quantised model: quantise writes it, calibrate fits it (default: model), "
            "evaluate scores it"
        ),
    )
    arguments = parser.parse_args()
    everything = config.read()
    if arguments.variant not in everything.variants:
        known = ", ".join(everything.variants)
        parser.error(f"config.toml has no variant {arguments.variant!r}; it has {known}")
    if arguments.command == "prepare":
        prepare.run(everything)
        return
    if arguments.command == "calibrate":
        from training import calibrate

        calibrate.run(
            everything.varied(arguments.variant), arguments.folder or config.ROOT / "model"
        )
        return
    from training import evaluate, quantise, train  # only these need PyTorch

    if arguments.command == "train":
        train.run(everything.varied(arguments.variant), arguments.variant, arguments.threads)
    elif arguments.command == "quantise":
        quantise.run(
            everything.varied(arguments.variant),
            arguments.variant,
            arguments.folder or config.ROOT / "model",
        )
    elif arguments.command == "evaluate":
        evaluate.run(everything.varied(arguments.variant), arguments.variant, arguments.folder)
    else:
        for name in (v for v in everything.variants if v.startswith("fifth")):
            train.run(everything.varied(name), name, arguments.threads)
            evaluate.run(everything.varied(name), name)


if __name__ == "__main__":
    main()
