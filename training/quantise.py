"""From finished weights to the shipped file: an ONNX graph, its matrices in eight bits.

Its operators are those that onnxruntime 1.32 runs fastest on a CPU, which are not always the fused
ones: a normalisation with its two sums takes 0.06 ms a window of 192 pieces beside
SkipLayerNormalization's 0.37, Gelu after its sum 0.19 beside BiasGelu's 0.26; a sixth of the whole.
The tagger keeps onnxruntime from fusing them again.

Each column of a matrix has a scale of its own, and so has each row of the table of pieces; the
heads stay in 32 bits (their columns are few). What the graph answers is checked against PyTorch's
before it is written.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from app.engines.model import digests
from app.engines.model.tokenizer import SHAPES
from training.config import Config, Encoder
from training.network import columns, distance_bias
from training.prepare import VOCABULARY, claim_heads, heads
from training.train import new_network

_FUSED = "com.microsoft"
Floats = NDArray[np.float32]


class Graph:
    """An ONNX graph under construction."""

    def __init__(self, encoder: Encoder, weights: dict[str, Floats]) -> None:
        self.encoder, self.weights = encoder, weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """A constant's name."""
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def weight(self, name: str, turned: bool = False) -> str:
        """The constant of one weight; `turned` for matrices, which PyTorch keeps by output."""
        return self.constant(name, self.weights[name].T if turned else self.weights[name])

    def add(
        self, op: str, inputs: list[str], output: str, fused: bool = False, **attributes: Any
    ) -> str:
        """A node's output."""
        self.nodes.append(
            helper.make_node(
                op, inputs, [output], name=output, domain=_FUSED if fused else "", **attributes
            )
        )
        return output


def run(config: Config, variant: str, to: Path) -> Path:
    """Writes tagger.onnx and labels.json of a finished variant to a folder.

    Raises SystemExit if it has not been trained.
    """
    source = config.work / f"{variant}.pt"
    if not source.exists():
        raise SystemExit(f"{source} does not exist: python -m training train {variant}")
    weights = {
        k: v.float().numpy() for k, v in torch.load(source, weights_only=True)["weights"].items()
    }
    to.mkdir(parents=True, exist_ok=True)
    whole = build(config.base, weights, config.recipe.window)
    _check(config, weights, whole)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        onnx.save(whole, plain)
        target = to / "tagger.onnx"
        quantize_dynamic(
            plain,
            target,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Attention"],
            nodes_to_exclude=["answers"],
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
    (to / "labels.json").write_text(
        json.dumps(labels(config, variant), indent=1) + "\n", encoding="utf-8"
    )
    if to.resolve() != VOCABULARY.parent:
        (to / "vocab.txt").write_bytes(VOCABULARY.read_bytes())
    digests.write(to)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
    return target


def build(encoder: Encoder, weights: dict[str, Floats], window: int) -> onnx.ModelProto:
    """The graph: inputs `ids` and `shapes` (1, pieces), output `outputs` (1, pieces, columns)."""
    g = Graph(encoder, weights)
    x = _embedded(g, window)
    if encoder.by_distance:
        _distances(g, window)
    for n in range(len(encoder.layers)):
        x = _layer(g, x, f"blocks.{n}")
    g.add("MatMul", [x, g.weight("heads.weight", turned=True)], "answers")
    g.add("Add", ["answers", g.weight("heads.bias")], "outputs")
    size: list[Any] = [1, "pieces"]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, size) for name in ("ids", "shapes")
    ]
    output = helper.make_tensor_value_info(
        "outputs", TensorProto.FLOAT, [*size, len(weights["heads.bias"])]
    )
    graph = helper.make_graph(g.nodes, "tagger", inputs, [output], list(g.constants.values()))
    return helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)],
        ir_version=8,
    )


def _embedded(g: Graph, window: int) -> str:
    table = g.weights["pieces.weight"]
    scale = np.abs(table).max(1, keepdims=True) / 127
    small = np.clip(np.round(table / scale), -127, 127).astype(np.int8)
    g.add("Gather", [g.constant("pieces", small), "ids"], "piece_steps")
    g.add("Cast", ["piece_steps"], "piece_steps_wide", to=TensorProto.FLOAT)
    g.add("Gather", [g.constant("piece_scales", scale.astype(np.float32)), "ids"], "piece_scale")
    g.add("Mul", ["piece_steps_wide", "piece_scale"], "piece")
    assert g.weights["shapes.weight"].shape[0] == SHAPES
    g.add("Gather", [g.weight("shapes.weight"), "shapes"], "shape")
    g.add("Shape", ["ids"], "size", start=1, end=2)
    zero, axis = (
        g.constant("zero", np.array([0], np.int64)),
        g.constant("axis", np.array([0], np.int64)),
    )
    g.add(
        "Slice",
        [g.constant("positions", g.weights["positions.weight"][:window]), zero, "size", axis],
        "position",
    )
    g.add("Add", ["piece", "shape"], "shaped")
    g.add("Add", ["shaped", "position"], "placed")
    return g.add(
        "LayerNormalization",
        ["placed", g.weight("norm.weight"), g.weight("norm.bias")],
        "embedded",
        epsilon=g.encoder.epsilon,
    )


def _distances(g: Graph, window: int) -> None:
    """The bias of attention by distance, (1, attention heads, pieces, pieces)."""
    with torch.no_grad():
        bias = distance_bias(torch.from_numpy(g.weights["distances.weight"]), window).numpy()
    zeros, axes = g.constant("zeros", np.zeros(2, np.int64)), g.constant("axes", np.array([2, 3]))
    g.add("Concat", ["size", "size"], "square", axis=0)
    g.add("Slice", [g.constant("all_distances", bias), zeros, "square", axes], "distances")


def _attention(g: Graph, x: str, name: str) -> str:
    """What each piece takes from the others.

    The operator that multiplies in eight bits and attends at once knows no bias by distance: then
    the two are apart.
    """
    heads = g.encoder.attention_heads
    if not g.encoder.by_distance:
        qkv = [g.weight(f"{name}.qkv.weight", turned=True), g.weight(f"{name}.qkv.bias")]
        return g.add("Attention", [x, *qkv], f"{name}.seen", fused=True, num_heads=heads)
    parts = [f"{name}.{part}" for part in ("query", "key", "value")]
    whole = _linear(g, x, f"{name}.qkv")
    g.nodes.append(helper.make_node("Split", [whole], parts, name=f"{name}.split", axis=2))
    inputs = [*parts, "", "", "distances"]
    return g.add("MultiHeadAttention", inputs, f"{name}.seen", fused=True, num_heads=heads)


def _layer(g: Graph, x: str, name: str) -> str:
    seen = _attention(g, x, name)
    x = _normalised(g, _linear(g, seen, f"{name}.out"), x, f"{name}.norm_out")
    active = g.add("Gelu", [_linear(g, x, f"{name}.up")], f"{name}.active", fused=True)
    return _normalised(g, _linear(g, active, f"{name}.down"), x, f"{name}.norm_down")


def _linear(g: Graph, x: str, name: str) -> str:
    product = g.add("MatMul", [x, g.weight(f"{name}.weight", turned=True)], f"{name}.product")
    return g.add("Add", [product, g.weight(f"{name}.bias")], name)


def _normalised(g: Graph, new: str, old: str, norm: str) -> str:
    both = g.add("Add", [new, old], f"{norm}.sum")
    return g.add(
        "LayerNormalization",
        [both, g.weight(f"{norm}.weight"), g.weight(f"{norm}.bias")],
        norm,
        epsilon=g.encoder.epsilon,
    )


def _check(config: Config, weights: dict[str, Floats], whole: onnx.ModelProto) -> None:
    """Raises SystemExit if the graph answers otherwise than PyTorch.

    PyTorch's table of pieces alone is in eight bits already.
    """
    import onnxruntime as ort

    network = new_network(config).eval()
    step = np.abs(weights["pieces.weight"]).max(1, keepdims=True) / 127
    rounded = weights | {"pieces.weight": np.round(weights["pieces.weight"] / step) * step}
    network.load_state_dict({k: torch.from_numpy(v.copy()) for k, v in rounded.items()})
    rng = np.random.default_rng(config.seed)
    ids, shapes = rng.integers(1000, 30000, (1, 60)), rng.integers(0, SHAPES, (1, 60))
    session = ort.InferenceSession(whole.SerializeToString(), providers=["CPUExecutionProvider"])
    mine = session.run(["outputs"], {"ids": ids, "shapes": shapes})[0]
    with torch.no_grad():
        encoded = network.encode(torch.from_numpy(ids), torch.from_numpy(shapes))
        theirs = network.heads(encoded).numpy()
    apart = float(np.abs(mine - theirs).max())
    if apart > 1e-3:
        raise SystemExit(f"the graph and PyTorch are {apart:.6f} apart")
    print(f"graph and PyTorch agree within {apart:.1e}, width {config.base.width}")


def labels(config: Config, variant: str) -> dict[str, Any]:
    """What the outputs mean, before calibration."""
    at = columns(heads(config), claim_heads(config))
    tagging = [
        {"name": h.name, "kinds": list(h.kinds), "start": at[h.name][0], "end": at[h.name][1]}
        for h in heads(config)
    ]
    claims = [{"name": c, "start": at[c][0], "end": at[c][1]} for c in claim_heads(config)]
    return {
        "version": f"{variant}-{config.recipe.version}",
        "window": config.recipe.window,
        "overlap": config.recipe.frame.overlap,
        "lead": config.recipe.lead,
        "heads": tagging,
        "claims": claims,
    }
