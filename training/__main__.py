"""`python -m training COMMAND [VARIANT]`: one command for each step from corpora to a model.

Every command can be run again.
"""

import argparse
from pathlib import Path

from training import calibrate, config, prepare, teach


def main() -> None:
    """Reads the command line and runs one step."""
    parser = _parser()
    arguments = parser.parse_args()
    everything = config.read()
    variant, threads = arguments.variant, arguments.threads
    if variant not in everything.variants:
        known = ", ".join(everything.variants)
        parser.error(f"config.toml has no variant {variant!r}; it has {known}")
    model = arguments.folder or config.ROOT / "model" / variant
    if arguments.command == "prepare":
        prepare.run(everything)
    elif arguments.command == "calibrate":
        calibrate.run(everything.varied(variant), model)
    elif arguments.command == "teach":
        teach.run(everything, variant, threads)
    # What follows needs PyTorch.
    elif arguments.command == "train":
        from training import train

        train.run(everything.varied(variant), variant, threads)
    elif arguments.command == "judge":
        from training import judge

        judge.run(everything.varied(variant), model)
    elif arguments.command == "quantise":
        from training import quantise

        quantise.run(everything.varied(variant), variant, model)
    elif arguments.command == "evaluate":
        from training import evaluate

        evaluate.run(everything.varied(variant), variant, arguments.folder)
    else:
        _ablation(everything, threads)


def _ablation(everything: config.Config, threads: int) -> None:
    """Trains and evaluates every variant on a fifth of the windows."""
    from training import evaluate, train

    for name in (v for v in everything.variants if v.startswith("fifth")):
        train.run(everything.varied(name), name, threads)
        evaluate.run(everything.varied(name), name)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument(
        "command",
        choices=[
            "prepare",
            "train",
            "judge",
            "quantise",
            "calibrate",
            "evaluate",
            "teach",
            "ablation",
        ],
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
            "the quantised model: quantise writes it, calibrate and judge fit it (default: the "
            "variant's in model/), evaluate scores it"
        ),
    )
    return parser


if __name__ == "__main__":
    main()
