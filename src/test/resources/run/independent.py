"""Writes independent.csv: three tensors of `sample mlp.json --formats fp8` (batch 64, features 256, width 1024, seed 1)
by another implementation: numpy in double precision, rounding by floor(log2) and rint.

Run: python3 independent.py > independent.csv
"""
import numpy as np

MASK = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15


def finalizer(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def fnv(text):
    h = 0xCBF29CE484222325
    for b in text.encode():
        h = ((h ^ b) * 0x100000001B3) & MASK
    return h


def normals(seed, node, purpose, count):
    key = finalizer(finalizer(finalizer((seed + GAMMA) & MASK) ^ fnv(node)) ^ fnv(purpose))
    z = np.array([finalizer((key + (i + 1) * GAMMA) & MASK) for i in range(count // 2)], dtype=np.uint64)
    u = ((z >> np.uint64(32)).astype(np.float64) + 0.5) * 2.0**-32
    turns = ((z >> np.uint64(8)) & np.uint64(0xFFFFFF)).astype(np.float64) * 2.0**-24
    radius = np.sqrt(-2 * np.log(u))
    out = np.empty(count)
    out[0::2] = radius * np.cos(2 * np.pi * turns)
    out[1::2] = radius * np.sin(2 * np.pi * turns)
    return out


def e4m3(x):
    a = np.abs(x)
    e = np.maximum(np.floor(np.log2(np.where(a > 0, a, 1))), -6)
    unit = 2.0 ** (e - 3)
    return np.sign(x) * np.minimum(np.round(a / unit) * unit, 448)


def row(tensor, role, x):
    a = np.abs(x)
    error = e4m3(x) - x
    print(
        tensor, role, repr(float(x.mean())), repr(float(np.sqrt((x * x).mean()))), repr(float(a.max())),
        repr(float((a <= 2.0**-10).mean())), repr(float(((a > 2.0**-10) & (a < 2.0**-6)).mean())),
        repr(float(10 * np.log10((x * x).sum() / (error * error).sum()))), sep=",")


print("# numpy, double precision; made by independent.py")
print("tensor,role,mean,rms,amax,underflow_fraction,subnormal_fraction,sqnr_db")
weight = normals(1, "first.weight", "weight", 1024 * 256) * np.sqrt(2 / 256)
x = normals(1, "x", "input", 64 * 256)
row("first.weight", "W", weight)
row("x", "A", x)
row("first", "A", (e4m3(x).reshape(64, 256) @ e4m3(weight).reshape(1024, 256).T).ravel())
