"""Writes normals.csv: an independent implementation of the addressed stream, in double precision.

Key and bits are exact integers, so `bits` must agree to the bit; `normal` is Box-Muller in double, which
single precision follows within a few ulp. Run: python3 reference.py > normals.csv
"""
import math

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


def key(seed, node, purpose):
    return finalizer(finalizer(finalizer((seed + GAMMA) & MASK) ^ fnv(node)) ^ fnv(purpose))


def bits(k, index):
    return finalizer((k + (index + 1) * GAMMA) & MASK)


def normal(k, index):
    b = bits(k, index >> 1)
    radius = math.sqrt(-2 * math.log1p(-((1 << 33) - (2 * (b >> 32) + 1)) * 2.0**-33))
    angle = 2 * math.pi * ((b >> 8) & 0xFFFFFF) * 2.0**-24
    return radius * (math.sin(angle) if index & 1 else math.cos(angle))


print("# RandomStream.of(42, 'blocks.3.attention.query.weight', 'weight'); made by reference.py, Python 3")
print("index,bits,normal")
k = key(42, "blocks.3.attention.query.weight", "weight")
for i in range(1000):
    print(f"{i},{bits(k, i):016x},{normal(k, i)!r}")
