"""Scripts as people write them for a table, with nothing bad in mind.

Each reads ``sys.argv[1]``: region, product, price, quantity, date, system, os, kill.
"""

from __future__ import annotations

_READ = "import sys\nimport pandas as pd\ndf = pd.read_csv(sys.argv[1])\n"

TABLE = "region,product,price,quantity,date,system,os,kill\n" + "".join(
    f"{'north' if n % 3 else 'south'},p{n % 5},{10 + n * 1.5},{1 + n % 7},"
    f"2024-{1 + n % 12:02d}-{1 + n % 28:02d},s{n % 2},{'linux' if n % 4 else 'bsd'},{n % 6}\n"
    for n in range(60)
)

# Of libraries that are not installed here: accepted, with a note, and not run.
ELSEWHERE = {
    "a picture by matplotlib": _READ
    + """
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
fig, ax = plt.subplots(figsize=(6, 4))
df.groupby("region")["price"].mean().plot.bar(ax=ax)
ax.set_title("Mean price")
plt.tight_layout()
fig.savefig("plot.png", dpi=120)
""",
    "a picture by seaborn": _READ
    + """
import seaborn as sns
sns.set_theme()
grid = sns.boxplot(data=df, x="region", y="price")
grid.figure.savefig("out/plot.png")
""",
    "a picture by plotly": _READ
    + """
import plotly.express as px
px.scatter(df, x="price", y="quantity").write_html("plot.html")
""",
}

SCRIPTS = {
    "query": _READ
    + """
cheap = df.query("price < 40 and region == 'north'")
limit = 30
dear = df.query("price > @limit")
result = {"cheap": len(cheap), "dear": len(dear)}
""",
    "eval": _READ
    + """
df = df.eval("total = price * quantity")
df.eval("share = total / total.sum()", inplace=True)
result = float(pd.eval("df.total.sum()"))
""",
    "a computed query": _READ
    + """
wanted = ["north", "south"]
conditions = " or ".join(f"region == '{name}'" for name in wanted)
result = len(df.query(conditions))
""",
    "csv module": """
import csv
import sys
with open(sys.argv[1], newline="", encoding="utf-8") as handle:
    rows = list(csv.DictReader(handle))
total = sum(float(row["price"]) * int(row["quantity"]) for row in rows)
with open("totals.csv", "w", newline="") as out:
    writer = csv.writer(out)
    writer.writerow(["total"])
    writer.writerow([total])
result = total
""",
    "logging": """
import logging
import sys
import pandas as pd
logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
logger = logging.getLogger(__name__)
df = pd.read_csv(sys.argv[1])
logger.info("read %d rows", len(df))
result = len(df)
""",
    "logging to a file and the console": """
import logging, sys
log = logging.getLogger("clean")
log.addHandler(logging.FileHandler("clean.log"))
log.addHandler(logging.StreamHandler(sys.stdout))
log.warning("nothing to do")
result = "done"
""",
    "pathlib": """
from pathlib import Path
import sys
import pandas as pd
source = Path(sys.argv[1])
folder = Path("out")
folder.mkdir(parents=True, exist_ok=True)
df = pd.read_csv(source)
target = folder / f"{source.stem}_clean.csv"
df.dropna().to_csv(target, index=False)
(folder / "notes.txt").write_text("cleaned")
result = [target.exists(), (folder / "notes.txt").read_text()]
""",
    "os.path": """
import os
import sys
import pandas as pd
name, ending = os.path.splitext(os.path.basename(sys.argv[1]))
os.makedirs("results", exist_ok=True)
target = os.path.join("results", name + "_summary" + ending)
pd.read_csv(sys.argv[1]).describe().to_csv(target)
result = {"there": os.path.exists(target), "files": os.listdir("results")}
""",
    "numbers of threads": """
import os
os.environ["OMP_NUM_THREADS"] = "1"
os.environ.setdefault("MKL_NUM_THREADS", "1")
import numpy as np
result = int(np.arange(10).sum()) + (os.cpu_count() or 1) * 0
""",
    "open the argument": """
import sys
with open(sys.argv[1]) as f:
    header = f.readline().strip().split(",")
    count = sum(1 for line in f if line.strip())
result = {"columns": header, "rows": count}
""",
    "argparse": """
import argparse
import pandas as pd
parser = argparse.ArgumentParser(description="Summarise a table.")
parser.add_argument("data")
parser.add_argument("--column", default="price")
args = parser.parse_args()
print(vars(args))
result = float(pd.read_csv(args.data)[args.column].mean())
""",
    "format by number": _READ
    + """
lines = ["{0}: {1:.2f}".format(name, value) for name, value in df.groupby("region")["price"].mean().items()]
print("\\n".join(lines))
result = lines
""",
    "format by name and attribute": _READ
    + """
lines = []
for row in df.head(3).itertuples():
    lines.append("{row.region} {row.price:>8.2f}".format(row=row))
    lines.append("{r[region]}-{r[product]}".format(r=row._asdict()))
result = lines
""",
    "format of put together texts": _READ
    + """
width = 12
template = ("{:<" + str(width) + "}") + "|{:>10.1f}"
head = ("%-" + str(width) + "s|%10s") % ("region", "price")
print(head)
result = [template.format(k, v) for k, v in df.groupby("region")["price"].sum().items()]
""",
    "format_map": """
row = {"name": "north", "n": 3}
result = "{name} has {n}".format_map(row)
""",
    "a generator without an end": """
import itertools
def numbers():
    n = 0
    while True:
        yield n
        n += 1
result = list(itertools.islice(numbers(), 5))
""",
    "reading in chunks until nothing is left": """
import sys
import pandas as pd
reader = pd.read_csv(sys.argv[1], chunksize=20)
total = 0.0
while True:
    try:
        chunk = next(reader)
    except StopIteration:
        break
    total += chunk["price"].sum()
result = float(total)
""",
    "an iterator until it is empty": """
values = iter([1, 2, 3])
seen = []
try:
    while True:
        seen.append(next(values))
except StopIteration:
    pass
result = seen
""",
    "writing beside the script": _READ
    + """
df.sort_values("price").to_csv("./out.csv", index=False)
df.to_json("./out.json", orient="records")
result = len(pd.read_csv("./out.csv"))
""",
    "columns with the names of programs": _READ
    + """
counts = df.system.value_counts()
by_os = df.groupby(df.os).kill.sum()
df["fork"] = df.kill * 2
result = {"system": int(counts.iloc[0]), "linux": int(by_os["linux"]), "fork": int(df.fork.max())}
""",
    "columns called like forbidden words": """
import pandas as pd
data = pd.DataFrame({"eval": [1, 2], "exec": [3, 4], "signal": [5, 6], "socket": [7, 8],
                     "code": [1, 1], "environ": [2, 2], "query": [3, 3], "mro": [1, 2]})
data["sum"] = data.socket + data.signal + data.environ + data.code + data.mro
result = int(data["sum"].sum() + data["eval"].sum())
""",
    "variables called like builtins": _READ
    + """
license = df["product"].iloc[0]
dir = "north"
input = df[df.region == dir]
help = credits = len(input)
result = [license, help]
""",
    "its own class": _READ
    + """
class Running:
    def __init__(self, start=0.0):
        self._total = start
        self.__count = 0

    def add(self, value):
        self._total += value
        self.__count += 1
        return self

    def __add__(self, other):
        return Running(self._total + other._total)

    def __repr__(self):
        return f"{self.__class__.__name__}({self._total:.1f})"

running = Running()
for price in df["price"]:
    running.add(price)
result = repr(running + Running(1.0))
""",
    "properties and dataclasses": """
from dataclasses import dataclass, field, asdict
from enum import Enum
from typing import NamedTuple
class Kind(str, Enum):
    A = "a"
    B = "b"
@dataclass(order=True)
class Item:
    price: float
    kind: Kind = field(default=Kind.A, compare=False)
    @property
    def dear(self) -> bool:
        return self.price > 10
class Pair(NamedTuple):
    x: int
    y: int
result = [asdict(max(Item(3.0), Item(12.0, Kind.B))), Pair(1, 2)._replace(y=5)._asdict()]
""",
    "attributes by name": _READ
    + """
functions = ["mean", "median", "std"]
result = {name: float(getattr(df["price"], name)()) for name in functions}
if hasattr(df, "quantity"):
    result["quantity"] = int(getattr(df, "quantity").sum())
""",
    "distributions by name": """
from scipy import stats
import numpy as np
values = np.random.default_rng(1).normal(size=100)
result = {}
for name in ("norm", "uniform"):
    fitted = getattr(stats, name).fit(values)
    result[name] = [round(float(v), 6) for v in fitted]
""",
    "signals": """
from scipy import signal
import numpy as np
b, a = signal.butter(3, 0.1)
result = float(np.abs(signal.lfilter(b, a, np.ones(50))).max())
""",
    "time and timeit": """
import time
import timeit
start = time.perf_counter()
spent = timeit.timeit("sum(range(100))", number=10)
result = time.perf_counter() - start >= 0 and spent >= 0
""",
    "collecting garbage": _READ
    + """
import gc
big = df.copy()
del big
gc.collect()
result = len(df)
""",
    "errors with their trace": """
import traceback
try:
    int("x")
except ValueError as error:
    print(f"{type(error).__name__}: {error}")
    traceback.print_exc()
result = "caught"
""",
    "the last error": """
import sys
try:
    1 / 0
except ZeroDivisionError:
    kind, value, _ = sys.exc_info()
result = kind.__name__
""",
    "leaving early": """
import sys
if len(sys.argv) < 2:
    print("usage: script.py data.csv")
    sys.exit(2)
result = "went on"
""",
    "leaving by exit": _READ
    + """
result = len(df)
if df.empty:
    print("nothing")
    exit()
""",
    "a main function": """
#!/usr/bin/env python3
\"\"\"Mean price by region.\"\"\"
__author__ = "somebody"
__version__ = "1.0"
import sys
import pandas as pd
def main(path):
    return pd.read_csv(path).groupby("region")["price"].mean().round(2).to_dict()
if __name__ == "__main__":
    result = main(sys.argv[1])
    print(result)
""",
    "regular expressions and texts": _READ
    + """
import re
import string
import textwrap
import unicodedata
df["code"] = df["product"].str.replace(r"\\D", "", regex=True).astype(int)
clean = df["region"].map(lambda s: unicodedata.normalize("NFKC", s).translate(str.maketrans("", "", string.punctuation)))
print(textwrap.shorten(" ".join(clean), 40))
result = int(df.code.sum())
""",
    "dates": _READ
    + """
from datetime import datetime, timedelta
df["date"] = pd.to_datetime(df["date"])
df = df.set_index("date").sort_index()
monthly = df["price"].resample("MS").sum()
last = df.index.max() + timedelta(days=1)
result = {"months": len(monthly), "last": datetime.strftime(last, "%Y-%m-%d")}
""",
    "pivot and melt": _READ
    + """
wide = df.pivot_table(index="region", columns="product", values="price", aggfunc="mean")
long = wide.reset_index().melt(id_vars="region", value_name="mean")
result = long.round(3).to_dict("records")
""",
    "merging": _READ
    + """
lookup = pd.DataFrame({"region": ["north", "south"], "manager": ["Ann", "Bo"]})
result = df.merge(lookup, on="region", how="left", validate="m:1")["manager"].value_counts().to_dict()
""",
    "pipes and lambdas": _READ
    + """
def add_total(data, by=1.0):
    return data.assign(total=lambda d: d.price * d.quantity * by)
result = float(df.pipe(add_total, by=1.1).groupby("region").agg(total=("total", "sum"))["total"].max())
""",
    "numpy": """
import numpy as np
rng = np.random.default_rng(seed=42)
x = rng.normal(size=(100, 3))
beta, *_ = np.linalg.lstsq(x, x @ np.array([1.0, 2.0, 3.0]), rcond=None)
np.savetxt("beta.txt", beta)
np.save("beta.npy", beta)
result = np.load("beta.npy").round(6).tolist()
""",
    "statsmodels": _READ
    + """
import statsmodels.formula.api as smf
fit = smf.ols("price ~ quantity + C(region)", data=df).fit()
print(fit.summary())
result = fit.params.to_dict()
""",
    "scikit-learn": _READ
    + """
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
x_train, x_test, y_train, y_test = train_test_split(df[["quantity", "kill"]], df["price"], random_state=0)
model = make_pipeline(StandardScaler(), LinearRegression()).fit(x_train, y_train)
result = float(r2_score(y_test, model.predict(x_test)))
""",
    "keeping a model": _READ
    + """
import pickle
import joblib
from sklearn.tree import DecisionTreeRegressor
model = DecisionTreeRegressor(random_state=0).fit(df[["quantity"]], df["price"])
with open("model.pkl", "wb") as f:
    pickle.dump(model, f)
joblib.dump(model, "model.joblib")
with open("model.pkl", "rb") as f:
    again = pickle.load(f)
result = float(again.predict(df[["quantity"]].head(1))[0])
""",
    "a database in memory": _READ
    + """
import sqlite3
connection = sqlite3.connect(":memory:")
df.to_sql("sales", connection, index=False)
result = pd.read_sql("SELECT region, COUNT(*) AS n FROM sales GROUP BY region", connection).to_dict("records")
""",
    "a page in a text": """
import io
import pandas as pd
text = "a;b\\n1;2\\n3;4\\n"
result = pd.read_csv(io.StringIO(text), sep=";").sum().to_dict()
""",
    "web addresses as data": """
from urllib.parse import urlparse
import pandas as pd
links = pd.Series(["https://example.org/a", "http://example.com/b?x=1"])
result = links.map(lambda link: urlparse(link).netloc).tolist()
""",
    "packing": """
import gzip
import json
import zipfile
with gzip.open("a.json.gz", "wt") as f:
    json.dump({"x": [1, 2]}, f)
with zipfile.ZipFile("a.zip", "w") as z:
    z.write("a.json.gz")
with gzip.open("a.json.gz", "rt") as f:
    result = json.load(f)
""",
    "files here": """
import glob
import shutil
import tempfile
from pathlib import Path
Path("a.txt").write_text("a")
shutil.copy("a.txt", "b.txt")
result = sorted(glob.glob("*.txt")) + [p.name for p in Path(".").glob("b.*")]
""",
    "warnings and decorators": """
import functools
import warnings
warnings.filterwarnings("ignore")
def logged(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        print("calling", function.__name__)
        return function(*args, **kwargs)
    return inner
@logged
def twice(x):
    return 2 * x
result = twice(4)
""",
    "recursion and caches": """
from functools import lru_cache, reduce
import sys
sys.setrecursionlimit(5000)
@lru_cache(maxsize=None)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)
result = [fibonacci(50), reduce(lambda a, b: a * b, range(1, 10))]
""",
    "reading literals": """
import ast
result = ast.literal_eval("{'a': [1, 2.5, None]}")
""",
    "versions": """
import platform
import sys
from importlib.metadata import version
import numpy, pandas
result = [platform.python_version() == ".".join(map(str, sys.version_info[:3])), version("pandas") == pandas.__version__]
""",
    "everything from a module": """
from math import *
result = round(sqrt(pi) + floor(2.5), 6)
""",
    "private parts of pandas": _READ
    + """
numeric = df._get_numeric_data()
result = list(numeric.columns)
""",
    "threads": _READ
    + """
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(max_workers=2) as pool:
    means = list(pool.map(lambda name: float(df[name].mean()), ["price", "quantity"]))
result = means
""",
    "a hash and a queue": """
import hashlib
import heapq
import secrets
import struct
from collections import Counter, defaultdict, deque
queue = deque([3, 1, 2])
while True:
    if not queue:
        break
    queue.popleft()
heap = [5, 1, 4]
heapq.heapify(heap)
result = [hashlib.md5(b"x").hexdigest(), heapq.heappop(heap), struct.calcsize("d"), len(secrets.token_hex(4))]
""",
    "a table in another look": _READ
    + """
styled = df.head(3).style.format("{:.1f}", subset=["price"]).hide(axis="index")
print(df.head(3).to_markdown() if False else df.head(3).to_string())
result = df.head(3).to_html()[:6]
""",
    "options and display": _READ
    + """
pd.set_option("display.max_columns", None)
pd.options.mode.copy_on_write = True
with pd.option_context("display.precision", 2):
    print(df.describe().T)
print(df.info())
result = df.memory_usage(deep=True).gt(0).all().item()
""",
    "the columns of the module": """
import sys
import pandas as pd
this = {name for name in globals() if not name.startswith("_")}
result = sorted(this & {"sys", "pd"})
""",
}
