"""Scripts that want more memory than they may have, each by another road.

Every one would go on taking memory for ever, or far beyond any limit of the tests.
"""

from __future__ import annotations

_KEEP = "keep = []\n"
_TOUCH = "import ctypes\ndef touched(b):\n    ctypes.memset(b.address, 1, b.size)\n    return b\n"


def _again(setting_up: str, step: str) -> str:
    """A script that keeps what one step makes, without end."""
    return f"{setting_up}\n{_KEEP}while True:\n    keep.append({step})\n"


def _mapped(flags: str, protection: str = "3") -> str:
    """Anonymous memory had from the kernel itself, each page written to."""
    return f"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
size = 1 << 22
while True:
    at = libc.mmap(None, size, {protection}, {flags}, -1, 0)
    if at in (None, ctypes.c_void_p(-1).value):
        raise MemoryError
    ctypes.memset(at, 1, size)
"""


ARROW = {
    "arrow, a buffer after the other": _again(
        f"import pyarrow as pa\n{_TOUCH}", "touched(pa.allocate_buffer(1 << 20))"
    ),
    "arrow, small buffers": _again(
        f"import pyarrow as pa\n{_TOUCH}", "touched(pa.allocate_buffer(1 << 12))"
    ),
    "arrow, one buffer that grows": f"""
import pyarrow as pa
{_TOUCH}
b = pa.allocate_buffer(1 << 20, resizable=True)
while True:
    b.resize(b.size * 2)
    touched(b)
""",
    "arrow, all its pools": f"""
import pyarrow as pa
{_TOUCH}
pools = [getattr(pa, name + "_memory_pool")() for name in pa.supported_memory_backends()]
keep = []
while True:
    keep += [touched(pa.allocate_buffer(1 << 20, memory_pool=p)) for p in pools]
""",
    "arrow, an output stream": """
import pyarrow as pa
out = pa.BufferOutputStream()
while True:
    out.write(b"x" * (1 << 20))
""",
    "arrow, arrays": _again("import pyarrow as pa", "pa.array(range(100_000))"),
    "arrow, repeated values": _again(
        "import pyarrow as pa", "pa.repeat(1.5, 1_000_000)"
    ),
    "arrow, words": _again("import pyarrow as pa", "pa.array(['word' * 50] * 20_000)"),
    "arrow, concatenated": """
import pyarrow as pa
t = pa.table({"x": pa.array(range(100_000))})
while True:
    t = pa.concat_tables([t, t]).combine_chunks()
""",
    "arrow, computed": _again(
        "import pyarrow as pa, pyarrow.compute as pc\na = pa.array(range(200_000))",
        "pc.multiply(a, 3)",
    ),
    "arrow, dictionaries decoded": _again(
        "import pyarrow as pa\n"
        "d = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int8()), ['x' * 100])",
        "d.dictionary_decode()",
    ),
    "arrow, taken": _again(
        "import pyarrow as pa\na, n = pa.array(['y' * 1000]), pa.array([0] * 5000)",
        "a.take(n)",
    ),
    "parquet": """
import io, numpy as np, pandas as pd, pyarrow.parquet as pq
file, keep = io.BytesIO(), []
pd.DataFrame({"x": np.arange(300_000)}).to_parquet(file)
while True:
    file.seek(0)
    keep.append(pq.read_table(file))
""",
    "parquet of one value": """
import pyarrow as pa, pyarrow.parquet as pq
out = pa.BufferOutputStream()
with pq.ParquetWriter(out, pa.schema([("x", pa.float64())])) as w:
    for _ in range(200):
        w.write_table(pa.table({"x": pa.repeat(0.0, 500_000)}))
pq.read_table(pa.BufferReader(out.getvalue()), use_threads=False)
""",
    "feather": """
import pyarrow as pa, pyarrow.feather as f
out = pa.BufferOutputStream()
f.write_feather(pa.table({"x": pa.repeat(7, 2_000_000)}), out, compression="zstd")
keep = []
while True:
    keep.append(f.read_table(pa.BufferReader(out.getvalue())))
""",
    "arrow's csv": _again(
        "import io, pyarrow.csv as c\ntext = b'a,b\\n' + b'1.5,word\\n' * 200_000",
        "c.read_csv(io.BytesIO(text), c.ReadOptions(use_threads=False))",
    ),
    "arrow's json": _again(
        'import io, pyarrow.json as j\ntext = b\'{"a": 1.5, "b": "word"}\\n\' * 50_000',
        "j.read_json(io.BytesIO(text), j.ReadOptions(use_threads=False))",
    ),
    "arrow, decompressed": _again(
        "import pyarrow as pa\nsmall = pa.compress(b'0' * (1 << 22), 'zstd', asbytes=True)",
        "pa.decompress(small, 1 << 22, 'zstd')",
    ),
    "arrow to pandas": _again(
        "import pyarrow as pa\nt = pa.table({'x': ['word' * 20] * 50_000})",
        "t.to_pandas(use_threads=False).astype(object)",
    ),
    "arrow, an IPC stream": """
import pyarrow as pa
out = pa.BufferOutputStream()
batch = pa.record_batch({"x": pa.array(range(200_000))})
with pa.ipc.new_stream(out, batch.schema) as w:
    while True:
        w.write_batch(batch)
""",
}

TABLES = {
    "numpy, ones": _again("import numpy as np", "np.ones(1 << 17)"),
    "numpy, one array": "import numpy as np\nx = np.ones(1 << 28)\nx += 1",
    "numpy, zeros written to": """
import numpy as np
x = np.zeros(1 << 30, dtype=np.uint8)
for at in range(0, x.size, 4096): x[at] = 1
""",
    "numpy, repeated": "import numpy as np\nx = np.arange(1000)\nwhile True: x = np.repeat(x, 4)",
    "numpy, an outer product": "import numpy as np\nnp.multiply.outer(np.ones(40_000), np.ones(40_000)).sum()",
    "numpy, objects": _again("import numpy as np", "np.array([object()] * 100_000)"),
    "numpy, random numbers": _again(
        "import numpy as np\nr = np.random.default_rng(1)", "r.normal(size=1 << 17)"
    ),
    "numpy, a transform": "import numpy as np\nnp.fft.fft(np.ones(1 << 26))",
    "numpy, sorted copies": _again(
        "import numpy as np\nx = np.arange(200_000)[::-1]", "np.sort(x)"
    ),
    "pandas, concatenated": """
import pandas as pd
d = pd.DataFrame({"a": range(50_000), "b": ["word"] * 50_000})
while True: d = pd.concat([d, d])
""",
    "pandas, a cross join": """
import pandas as pd
d = pd.DataFrame({"a": range(20_000)})
d.merge(d, how="cross")
""",
    "pandas, dummies": """
import pandas as pd
pd.get_dummies(pd.Series(range(30_000)).astype(str), dtype=float)
""",
    "pandas, pivoted": """
import pandas as pd
n = 30_000
pd.DataFrame({"a": range(n), "b": range(n), "c": 1.0}).pivot_table(
    index="a", columns="b", values="c", fill_value=0.0)
""",
    "pandas, exploded": """
import pandas as pd
pd.Series([list(range(1000))] * 100_000).explode()
""",
    "pandas, words": _again(
        "import pandas as pd", "pd.Series(range(50_000)).astype(str).astype(object)"
    ),
    "pandas, a written csv": """
import io, pandas as pd
d, out = pd.DataFrame({"a": range(100_000)}), io.StringIO()
while True: d.to_csv(out)
""",
    "scipy, a sparse matrix made dense": """
import scipy.sparse as s
s.eye(60_000, format="csr").toarray()
""",
    "scipy, distances": """
import numpy as np
from scipy.spatial.distance import cdist
x = np.ones((30_000, 2))
cdist(x, x)
""",
    "sklearn, a kernel": """
import numpy as np
from sklearn.metrics.pairwise import rbf_kernel
rbf_kernel(np.ones((30_000, 2)))
""",
    "statsmodels, a design": """
import numpy as np, statsmodels.api as sm
keep = []
while True: keep.append(sm.add_constant(np.ones((100_000, 3))))
""",
}

PYTHON = {
    "bytes": _again("", "bytearray(b'x') * (1 << 20)"),
    "objects": _again("", "[object()]"),
    "one text": "x = 'ab'\nwhile True: x += x",
    "a list": "x = [1]\nwhile True: x += x",
    "a dictionary": "x = {}\nwhile True: x[len(x)] = str(len(x))",
    "a set": "x = set()\nwhile True: x.add((len(x),))",
    "a deque": "import collections\nx = collections.deque()\nwhile True: x.append(b'x' * 999)",
    "large numbers": _again("n = 1 << 23", "1 << (n + len(keep))"),
    "a file in memory": "import io\nf = io.BytesIO()\nwhile True: f.write(b'x' * (1 << 16))",
    "an array": "import array\nx = array.array('d', [1.0])\nwhile True: x.extend(x)",
    "copies": _again(
        "import copy\nx = [[n] for n in range(10_000)]", "copy.deepcopy(x)"
    ),
    "zlib": _again(
        "import zlib\nx = zlib.compress(b'0' * (1 << 23))", "zlib.decompress(x)"
    ),
    "lzma": _again(
        "import lzma\nx = lzma.compress(b'0' * (1 << 22), preset=0)",
        "lzma.decompress(x)",
    ),
    "json": _again("import json\nx = '[' + '[1],' * 50_000 + '0]'", "json.loads(x)"),
    "a database in memory": """
import sqlite3
c = sqlite3.connect(":memory:")
c.execute("create table t (x)")
while True: c.execute("insert into t values (zeroblob(1000000))")
""",
    "entities of xml": """
import xml.etree.ElementTree as e
inner = "".join(f'<!ENTITY e{n} "{"&e%d;" % (n - 1) * 10}">' for n in range(1, 9))
e.fromstring(f'<!DOCTYPE x [<!ENTITY e0 "{"x" * 1000}">{inner}]><x>&e8;</x>')
""",
    "threads": """
import threading
threading.stack_size(1 << 16)
def fill():
    keep = []
    while True: keep.append(bytearray(b"x") * (1 << 18))
try:
    for _ in range(8): threading.Thread(target=fill, daemon=True).start()
except RuntimeError:
    pass  # so fast that there was none left for the next one
fill()
""",
    "pages that were inherited, and more": """
import gc
gc.unfreeze()
seen = list(gc.get_objects())
while True: seen.append(bytearray(b"x") * (1 << 20))
""",
}


def _far_apart(protection: str, touch: str) -> str:
    """One page in each GiB of addresses: the tables that lead to it are larger."""
    return f"""
import ctypes
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
at, keep = 1 << 40, []
while True:
    at += 1 << 30
    got = libc.mmap(at, 4096, {protection}, 0x100022, -1, 0)
    if got != at: break
    {touch}
while True: keep.append(bytearray(b"x") * (1 << 20))
"""


_INHERITED = """
import ctypes
for line in list(open("/proc/self/maps")):
    area, kind, *_ = line.split()
    start, end = (int(n, 16) for n in area.split("-"))
    if kind == "rw-p" and "[stack" not in line:
        {write}
keep = []
while True: keep.append(bytearray(b"x") * (1 << 20))
"""

KERNEL = {
    "inherited pages, written to": _INHERITED.format(
        write="for at in range(start, end, 4096): ctypes.memmove(at, at, 1)"
    ),
    "inherited pages, had written by the kernel": _INHERITED.format(
        write="ctypes.CDLL(None).madvise("
        "ctypes.c_void_p(start), ctypes.c_size_t(end - start), 23)"
    ),
    "tables to pages far apart": _far_apart("3", "ctypes.memset(at, 1, 1)"),
    "tables to pages that are only read": _far_apart("1", "ctypes.string_at(at, 1)"),
    "pages of a device": """
import os
os.open("/dev/zero", os.O_RDWR)
""",
    "large pages": _mapped("0x22").replace(
        "    ctypes.memset(at",
        "    libc.madvise(ctypes.c_void_p(at), ctypes.c_size_t(size), 14)\n    ctypes.memset(at",
    ),
    "malloc": """
import ctypes
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.malloc.argtypes = [ctypes.c_size_t]
while True:
    at = libc.malloc(1 << 20)
    if not at: raise MemoryError
    ctypes.memset(at, 1, 1 << 20)
""",
    "private pages": _mapped("0x22"),
    "shared pages": _mapped("0x21"),
    "pages without a reserve": _mapped("0x4022"),
    "pages that are there at once": _mapped("0x8022"),
    "a stack": _mapped("0x20122"),
    "executable pages": _mapped("0x22", "7"),
    "the heap's end": """
import ctypes
libc = ctypes.CDLL(None)
libc.sbrk.restype = ctypes.c_void_p
while True:
    at = libc.sbrk(1 << 20)
    if at in (None, ctypes.c_void_p(-1).value): raise MemoryError
    ctypes.memset(at, 1, 1 << 20)
""",
    "python's own mapping": _again(
        "import mmap\ndef made():\n    m = mmap.mmap(-1, 1 << 22)\n"
        "    m.write(b'x' * (1 << 22))\n    return m",
        "made()",
    ),
    "pages given back and taken again": _again(
        "import numpy as np", "np.ones(1 << 18)[: 1 << 17].copy()"
    ),
    "a file that is mapped": """
import mmap
keep = []
for n in range(100):
    with open(f"f{n}", "w+b") as f:
        f.truncate(1 << 24)
        m = mmap.mmap(f.fileno(), 1 << 24)
    m.write(b"x" * (1 << 24))
    keep.append(m)
""",
}

PAYLOADS = ARROW | TABLES | PYTHON | KERNEL
# One of each way to come by memory, for every run of the tests.
QUICK = (
    "arrow, a buffer after the other", "arrow, all its pools", "parquet",
    "numpy, ones", "bytes", "objects", "shared pages", "threads",
    "inherited pages, written to", "tables to pages that are only read",
)  # fmt: skip
# Shared memory needs a file, and there is none; expat counts how much entities add.
REFUSED = ("python's own mapping", "entities of xml", "pages of a device")
