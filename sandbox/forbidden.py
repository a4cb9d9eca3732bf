"""What the validator lets through and what it refuses, as data.

Names stand under the reason that is told to people. The kernel's wall does not depend
on these tables; they give an early answer with a line number.
"""

from __future__ import annotations

from collections.abc import Mapping

EXECUTION = "runs code that cannot be checked"
FILES = "reaches files outside the run"
PROCESSES = "starts or controls processes"
NETWORK = "reaches the network"
INTROSPECTION = "looks into the interpreter"
TRAVERSAL = "climbs from an object to the interpreter's inside"
MEMORY = "touches memory behind Python's back"
ENVIRONMENT = "reads or changes the environment"
UNSAFE_DATA = "loads data that can carry code"

ALLOWED_IMPORTS = frozenset(
    [
        "__future__",
        "abc",
        "base64",
        "bisect",
        "calendar",
        "cmath",
        "collections",
        "contextlib",
        "copy",
        "dataclasses",
        "datetime",
        "decimal",
        "enum",
        "fractions",
        "functools",
        "hashlib",
        "heapq",
        "io",
        "itertools",
        "json",
        "math",
        "numbers",
        "operator",
        "random",
        "re",
        "statistics",
        "string",
        "sys",
        "textwrap",
        "time",
        "types",
        "typing",
        "unicodedata",
        "uuid",
        "warnings",
        "zoneinfo",
        "dateutil",
        "formulaic",
        "joblib",
        "keras",
        "numpy",
        "openpyxl",
        "pandas",
        "patsy",
        "pyarrow",
        "scipy",
        "sklearn",
        "skops",
        "statsmodels",
        "tensorflow",
        "threadpoolctl",
    ]
)

# Reached as `import name`, `from x import name` or `x.name`.
MODULES: Mapping[str, tuple[str, ...]] = {
    EXECUTION: (
        "builtins",
        "code",
        "codeop",
        "imp",
        "importlib",
        "marshal",
        "pickle",
        "pkgutil",
        "pty",
        "runpy",
        "shelve",
        "timeit",
        "zipimport",
    ),
    FILES: (
        "fileinput",
        "glob",
        "os",
        "pathlib",
        "posix",
        "shutil",
        "sqlite3",
        "tarfile",
        "tempfile",
        "zipfile",
    ),
    PROCESSES: (
        "asyncio",
        "concurrent",
        "multiprocessing",
        "psutil",
        "resource",
        "sched",
        "signal",
        "subprocess",
        "threading",
    ),
    NETWORK: (
        "ftplib",
        "http",
        "requests",
        "smtplib",
        "socket",
        "socketserver",
        "ssl",
        "urllib",
        "webbrowser",
        "xmlrpc",
    ),
    INTROSPECTION: ("bdb", "dis", "gc", "inspect", "pdb", "site", "sys", "traceback"),
    MEMORY: ("cffi", "ctypes", "mmap"),
}

# Words that are as likely a column, or a part of an allowed library (`scipy.signal`).
ORDINARY_WORDS = frozenset(
    [
        "code",
        "concurrent",
        "dis",
        "glob",
        "http",
        "imp",
        "inspect",
        "requests",
        "resource",
        "sched",
        "signal",
        "site",
        "ssl",
        "timeit",
        "traceback",
    ]
)

NAMES: Mapping[str, tuple[str, ...]] = {
    EXECUTION: (
        "__build_class__",
        "__import__",
        "breakpoint",
        "builtins",
        "compile",
        "eval",
        "exec",
    ),
    FILES: ("input", "open"),
    INTROSPECTION: (
        "__builtins__",
        "__loader__",
        "__spec__",
        "copyright",
        "credits",
        "delattr",
        "dir",
        "getattr",
        "globals",
        "help",
        "license",
        "locals",
        "setattr",
        "vars",
    ),
    MEMORY: ("memoryview",),
    PROCESSES: ("exit", "quit"),
}

ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    EXECUTION: (
        "eval",
        "exec_module",
        "fork_exec",
        "import_module",
        "import_optional_dependency",
        "load_module",
        "numpy_function",
        "py_function",
        "query",
        "runcode",
        "runsource",
        "set_trace",
    ),
    FILES: (
        "chmod",
        "chown",
        "listdir",
        "makedirs",
        "mkfifo",
        "mkdir",
        "read_bytes",
        "read_text",
        "removedirs",
        "rmdir",
        "rmtree",
        "scandir",
        "symlink",
        "symlink_to",
        "unlink",
        "write_bytes",
        "write_text",
    ),
    PROCESSES: (
        "Popen",
        "abort",
        "execl",
        "execv",
        "execve",
        "execvp",
        "fork",
        "forkpty",
        "kill",
        "killpg",
        "popen",
        "posix_spawn",
        "spawnl",
        "spawnv",
        "system",
    ),
    NETWORK: (
        "create_connection",
        "fetch_california_housing",
        "fetch_openml",
        "get_file",
        "read_clipboard",
        "read_gbq",
        "read_html",
        "read_sql",
        "read_sql_query",
        "read_sql_table",
        "recv",
        "sendto",
        "to_clipboard",
        "to_gbq",
        "to_sql",
        "urlopen",
        "urlretrieve",
    ),
    INTROSPECTION: (
        "_getframe",
        "excepthook",
        "getsource",
        "setprofile",
        "settrace",
    ),
    TRAVERSAL: (
        "ag_frame",
        "co_code",
        "co_consts",
        "cr_frame",
        "f_back",
        "f_builtins",
        "f_code",
        "f_globals",
        "f_locals",
        "format_map",
        "func_globals",
        "gi_code",
        "gi_frame",
        "maskiter",
        "mro",
        "tb_frame",
        "tb_next",
    ),
    MEMORY: ("CDLL", "PyDLL", "as_array", "ctypeslib", "f2py", "memmap"),
    ENVIRONMENT: ("environ", "environb", "getenv", "putenv", "unsetenv"),
    UNSAFE_DATA: ("read_pickle", "to_pickle", "load_pickle", "unsafe_load"),
}

# All that a script needs of `sys`; the rest of it is the interpreter's inside.
SYS_ATTRIBUTES = frozenset(
    [
        "argv",
        "byteorder",
        "exit",
        "float_info",
        "getsizeof",
        "maxsize",
        "platform",
        "stderr",
        "stdin",
        "stdout",
        "version",
        "version_info",
    ]
)
DUNDER_NAMES = frozenset({"__name__", "__doc__", "__file__", "__version__"})
DUNDER_ATTRIBUTES = DUNDER_NAMES | {
    "__call__",
    "__eq__",
    "__hash__",
    "__init__",
    "__len__",
    "__post_init__",
    "__qualname__",
    "__repr__",
    "__str__",
}
PRIVATE_ATTRIBUTES = frozenset({"_asdict", "_fields", "_replace", "_make"})

# Their first argument, when written out, must be a plain file name.
FILE_FUNCTIONS = frozenset(
    [
        "dump",
        "fromfile",
        "genfromtxt",
        "load",
        "load_model",
        "loadmat",
        "loadtxt",
        "memory_map",
        "read_csv",
        "read_excel",
        "read_feather",
        "read_fwf",
        "read_hdf",
        "read_json",
        "read_orc",
        "read_parquet",
        "read_sas",
        "read_spss",
        "read_stata",
        "read_table",
        "read_xml",
        "save",
        "save_weights",
        "savemat",
        "savetxt",
        "savez",
        "savez_compressed",
        "to_csv",
        "to_excel",
        "to_feather",
        "to_hdf",
        "to_html",
        "to_json",
        "to_latex",
        "to_markdown",
        "to_parquet",
        "to_stata",
        "to_xml",
        "tofile",
        "write_table",
    ]
)
FORBIDDEN_KEYWORDS: Mapping[str, str] = {
    "allow_pickle": UNSAFE_DATA,
    "storage_options": NETWORK,
}


def by_name(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The table turned round: name to reason."""
    return {name: reason for reason, names in table.items() for name in names}
