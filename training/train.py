"""One training run: batches through the network, checkpoints, and resuming a killed run."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training import base_weights, batches, shipped_weights, teach
from training.batches import Batch, Prepared
from training.config import ROOT, Config, Recipe
from training.network import Network
from training.prepare import Head, claim_heads, heads


def new_network(config: Config) -> Network:
    """The network of a configuration, with fresh heads."""
    torch.manual_seed(config.seed)
    recipe = config.recipe
    return Network(config.base, heads(config), claim_heads(config), recipe.dropout, recipe.shapes)


def run(config: Config, variant: str, threads: int) -> Path:
    """Trains one variant to its end, from its last kept state if there is one.

    The file of the finished weights.
    """
    done = config.work / f"{variant}.pt"
    if done.exists():
        print(f"{variant}: finished already, {done}")
        return done
    torch.set_num_threads(threads)
    network = new_network(config)
    base_weights.load(network, config.base)
    if config.recipe.start:
        shipped_weights.load(network, _start(config, config.recipe.start))
    data = [
        (_with_teacher(config, part), corpus.repeat)
        for corpus in config.corpora
        if not corpus.judged and (part := batches.load(config, corpus, "train"))
    ]
    trainer = Trainer(config, network, data)
    state = config.work / f"{variant}.state.pt"
    if state.exists():
        trainer.restore(torch.load(state, weights_only=True))
        print(f"{variant}: goes on at step {trainer.step} of {trainer.steps}")
    trainer.finish(state)
    _save(
        {
            "weights": trainer.averaged(),
            "minutes": trainer.minutes,
            "steps": trainer.steps,
            "pieces": trainer.pieces,
        },
        done,
    )
    state.unlink(missing_ok=True)
    return done


def _start(config: Config, name: str) -> Path:
    """The folder of the quantised model from which training goes on: one made here, or shipped."""
    made = config.work / name
    return made if made.is_dir() else ROOT / "model" / name


def _with_teacher(config: Config, data: Prepared) -> Prepared:
    """The part with the answers of the variant's teacher, if it has one and the part has labels.

    Raises SystemExit where they have not been made.
    """
    teacher = config.recipe.teacher
    if teacher is None or not data.labels:
        return data
    file = teach.path(config, teacher, data.name)
    if not file.exists():
        raise SystemExit(f"{file} does not exist: python -m training teach {teacher}")
    return replace(data, soft=np.load(file, mmap_mode="r"))


class Trainer:
    """The network, its optimiser, and how far they have come."""

    def __init__(
        self, config: Config, network: Network, data: list[tuple[Prepared, float]]
    ) -> None:
        self.config, self.recipe, self.network, self.data = config, config.recipe, network, data
        self.groups: dict[str, Head] = {h.name: h for h in heads(config)}
        encoder: list[Tensor] = []  # pretrained
        fresh: list[Tensor] = []
        for name, parameter in network.named_parameters():
            if parameter.requires_grad:
                is_fresh = name.startswith(("heads.", "shapes."))
                (fresh if is_fresh else encoder).append(parameter)
        groups = [
            {"params": encoder, "lr": self.recipe.rate_encoder},
            {"params": fresh, "lr": self.recipe.rate_heads},
        ]
        self.optimizer = torch.optim.AdamW(
            groups, weight_decay=self.recipe.weight_decay, fused=True
        )
        self.rates = [g["lr"] for g in self.optimizer.param_groups]
        self.average = [p.detach().clone() for p in network.parameters()]
        self.sizes = [len(batches.epoch(config, data, n)) for n in range(self.recipe.epochs)]
        self.steps, self.step, self.minutes, self.pieces = sum(self.sizes), 0, 0.0, 0

    def finish(self, state: Path) -> None:
        """Every step that is left, with progress every 50 steps and regular checkpoints."""
        self.network.train()
        kept = began = time.monotonic()
        recent: list[dict[str, float]] = []
        first = 0
        for number, size in enumerate(self.sizes):
            order = (
                batches.epoch(self.config, self.data, number) if first + size > self.step else []
            )
            for segments in order[self.step - first :]:
                recent.append(self._learn(batches.collate(segments)))
                now = time.monotonic()
                self.minutes, began = self.minutes + (now - began) / 60, now
                if self.step % 50 == 0 or self.step == self.steps:
                    self._report(recent)
                    recent = []
                if now - kept > self.recipe.checkpoint_minutes * 60:
                    _save(self._state(), state)
                    kept = now
            first += size

    def _learn(self, batch: Batch) -> dict[str, float]:
        """One step.

        Dropout depends on seed and step alone, so that a resumed run is the same run.
        """
        torch.manual_seed(self.config.seed * 100_003 + self.step)
        losses = self._losses(batch)
        weights = (
            self.recipe.finish_loss
            if self.step >= self.recipe.finish_from * self.steps
            else self.recipe.loss
        )
        total = sum((weights[group] * loss for group, loss in losses.items()), torch.zeros(()))
        total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.recipe.clip)
        share = _share(self.step, self.steps, self.recipe)
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * share
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        self.pieces += int(batch.present.sum())
        decay = min(self.recipe.average, (1 + self.step) / (10 + self.step))
        torch._foreach_lerp_(
            self.average, [p.detach() for p in self.network.parameters()], 1 - decay
        )
        return {group: float(loss.detach()) for group, loss in losses.items()}

    def _losses(self, batch: Batch) -> dict[str, Tensor]:
        """The mean loss of each group of heads over what the batch labels for it."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            mask = None if batch.present.all() else torch.from_numpy(batch.present)
            encoded = self.network.encode(
                torch.from_numpy(batch.ids), torch.from_numpy(batch.shapes), mask
            )
        encoded = encoded.float()
        losses = self._tag_losses(encoded, batch)
        if batch.soft:
            losses["soft"] = self._soft_loss(encoded, *batch.soft)
        sentences = [(name, rows) for name, rows in batch.claims.items() if len(rows)]
        if sentences:
            losses["claims"] = torch.cat(
                [self._claim_losses(encoded, name, rows) for name, rows in sentences]
            ).mean()
        return losses

    def _tag_losses(self, encoded: Tensor, batch: Batch) -> dict[str, Tensor]:
        """The mean loss of each group of tagging heads over the labelled words."""
        sums: dict[str, tuple[Tensor, int]] = {}
        for name, head in self.groups.items():
            if name in batch.labels and (known := batch.labels[name] >= 0).any():
                answers = self.network.outputs(encoded[torch.from_numpy(known)], name)
                loss = functional.cross_entropy(
                    answers, torch.from_numpy(batch.labels[name][known]), reduction="sum"
                )
                before, count = sums.get(head.group, (torch.zeros(()), 0))
                sums[head.group] = before + loss, count + int(known.sum())
        return {group: loss / count for group, (loss, count) in sums.items()}

    def _soft_loss(
        self, encoded: Tensor, begins: np.ndarray[Any, Any], answers: np.ndarray[Any, Any]
    ) -> Tensor:
        """The mean divergence from what the teacher answers for a word, summed over its heads."""
        words, theirs = encoded[torch.from_numpy(begins)], torch.from_numpy(answers)
        total, at = torch.zeros(()), 0
        for head in teach.HEADS:
            mine = self.network.outputs(words, head).log_softmax(-1)
            size = mine.shape[-1]
            chances = theirs[:, at : at + size].log_softmax(-1)
            total = total + functional.kl_div(mine, chances, reduction="batchmean", log_target=True)
            at += size
        return total

    def _claim_losses(self, encoded: Tensor, name: str, rows: np.ndarray[Any, Any]) -> Tensor:
        """The loss of each sentence: the mean of its pieces' answers.

        Each is weighted by the softmax of its weight.
        """
        answers = self.network.outputs(encoded, name)
        found = []
        for row, start, end, _ in rows.tolist():
            pieces = answers[row, start:end]
            found.append((pieces[:, 0].softmax(0) * pieces[:, 1]).sum())
        return functional.binary_cross_entropy_with_logits(
            torch.stack(found), torch.from_numpy(rows[:, 3]).float(), reduction="none"
        )

    def averaged(self) -> dict[str, Tensor]:
        """The running average of the weights, by name; the last ones where none is kept."""
        names = [n for n, _ in self.network.named_parameters()]
        return dict(zip(names, self.average, strict=True))

    def _state(self) -> dict[str, Any]:
        return {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "average": self.average,
            "step": self.step,
            "minutes": self.minutes,
            "pieces": self.pieces,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Takes up a kept state."""
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.average = state["average"]
        self.step, self.minutes, self.pieces = state["step"], state["minutes"], state["pieces"]

    def _report(self, recent: list[dict[str, float]]) -> None:
        means = {
            g: np.mean([r[g] for r in recent if g in r])
            for g in {**self.recipe.loss, **self.recipe.finish_loss}
            if any(g in r for r in recent)
        }
        words = " ".join(f"{g} {m:.4f}" for g, m in means.items())
        speed = self.pieces / max(1e-9, self.minutes * 60)
        print(
            f"step {self.step}/{self.steps} {self.minutes:.1f} min {speed:.0f} pieces/s  {words}",
            flush=True,
        )


def _share(step: int, steps: int, recipe: Recipe) -> float:
    """The share of the full rate: rising over the warm-up, then falling in a line to nothing."""
    rising = recipe.warm_up * steps
    return (step + 1) / rising if step < rising else max(0.0, (steps - step) / (steps - rising))


def _save(state: dict[str, Any], path: Path) -> None:
    """Writes beside and renames, so that a kill leaves the last whole file."""
    beside = path.with_suffix(".writing")
    torch.save(state, beside)
    beside.replace(path)
