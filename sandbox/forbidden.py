"""What the validator refuses, and what it lets pass with a note, as data.

Names stand under the reason that is told to people. The kernel's wall does not depend
on these tables; they give an early answer with a line number. So they hold what no
script may do: reach the network, other processes, other files, or the interpreter's
inside in order to get out. What is merely odd passes with a note.
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
ENVIRONMENT = "changes the environment"
NOT_FOR_SCRIPTS = "is nothing that a script needs"

# Reached as `import name`, `from x import name`, or as a part of an imported module.
MODULES: Mapping[str, tuple[str, ...]] = {
    EXECUTION: (
        *("builtins", "code", "codeop", "compileall", "distutils", "ensurepip", "imp"),
        *("importlib", "lib2to3", "marshal", "modulefinder", "pkgutil", "py_compile"),
        *("pydoc", "runpy", "venv", "zipapp", "zipimport"),
    ),
    FILES: ("crypt", "grp", "mailbox", "netrc", "nis", "nt", "posix", "pwd", "spwd"),
    PROCESSES: (
        *("asyncio", "billiard", "multiprocess", "multiprocessing", "pexpect", "pipes"),
        *("psutil", "pty", "sh", "signal", "subprocess"),
    ),
    NETWORK: (
        *("aiohttp", "asynchat", "asyncore", "boto3", "botocore", "cgi", "fabric"),
        *("fsspec", "ftplib", "gcsfs", "grpc", "http", "httpx", "imaplib", "kafka"),
        *("nntplib", "paramiko", "poplib", "psycopg", "psycopg2", "pycurl", "pymongo"),
        *("pymysql", "redis", "requests", "s3fs", "select", "selectors", "smtpd"),
        *("smtplib", "socket", "socketserver", "ssl", "telnetlib", "twisted", "urllib"),
        *(
            "urllib3",
            "webbrowser",
            "websocket",
            "websockets",
            "wsgiref",
            "xmlrpc",
            "zmq",
        ),
    ),
    INTROSPECTION: (
        *("bdb", "faulthandler", "pdb", "pyclbr", "site", "symtable", "sysconfig"),
        *("trace", "objgraph", "pympler"),
    ),
    MEMORY: ("cffi", "ctypes", "mmap"),
    # Of a terminal, a desktop, another system or a bygone time.
    NOT_FOR_SCRIPTS: (
        *("aifc", "antigravity", "audioop", "cgitb", "chunk", "curses", "fcntl"),
        *("genericpath", "idlelib", "imghdr", "mailcap", "msilib", "msvcrt"),
        *("nturl2path", "ossaudiodev", "pydoc_data", "pyexpat", "readline"),
        *(
            "rlcompleter",
            "sndhdr",
            "sre_compile",
            "sre_constants",
            "sre_parse",
            "sunau",
        ),
        *("syslog", "tabnanny", "termios", "tkinter", "tty", "turtle", "turtledemo"),
        *("uu", "wave", "winreg", "winsound", "xdrlib"),
    ),
}

# Words that are as likely a part of an allowed library (`scipy.signal`).
ORDINARY_WORDS = frozenset(
    """
    antigravity chunk code crypt distutils fabric grp http imp nis nt pipes pwd readline
    requests resource select selectors sh signal site ssl trace uu venv wave
    """.split()
)

NAMES: Mapping[str, tuple[str, ...]] = {
    EXECUTION: (
        *("__build_class__", "__import__", "breakpoint", "builtins", "compile", "eval"),
        "exec",
    ),
    INTROSPECTION: ("__builtins__", "__loader__", "__spec__"),
}

# Refused wherever they stand: nothing else is called so.
ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    EXECUTION: (
        *("exec_module", "fork_exec", "import_optional_dependency", "load_module"),
        *("runcode", "runsource"),
    ),
    INTROSPECTION: ("_current_frames", "_getframe", "_getframemodulename"),
    TRAVERSAL: (
        *("_module", "ag_frame", "co_code", "co_consts", "cr_frame", "f_back"),
        *("f_builtins", "f_code", "f_globals", "f_locals", "func_globals", "gi_code"),
        *("gi_frame", "maskiter", "tb_frame", "tb_next"),
    ),
    MEMORY: ("ctypeslib",),
}

# Refused when they are called, or are a part of a module: a column may be called so.
CALLS: Mapping[str, tuple[str, ...]] = {
    EXECUTION: (
        *(
            "import_module",
            "numpy_function",
            "py_function",
            "set_trace",
            "spec_from_loader",
        ),
        *("create_module", "module_from_spec", "spec_from_file_location"),
    ),
    FILES: (
        *(
            "chown",
            "chroot",
            "expanduser",
            "fchown",
            "fdopen",
            "lchown",
            "mkfifo",
            "mknod",
        ),
        *("symlink", "symlink_to", "hardlink_to", "mount"),
    ),
    PROCESSES: (
        *(
            "Popen",
            "ProcessPoolExecutor",
            "abort",
            "check_output",
            "create_subprocess_exec",
        ),
        *("create_subprocess_shell", "execl", "execle", "execlp", "execv", "execve"),
        *(
            "execvp",
            "execvpe",
            "fork",
            "forkpty",
            "getoutput",
            "getstatusoutput",
            "kill",
        ),
        *("killpg", "popen", "posix_spawn", "posix_spawnp", "pthread_kill", "spawnl"),
        *("spawnle", "spawnlp", "spawnv", "spawnve", "spawnvp", "startfile", "system"),
    ),
    NETWORK: (
        *("create_connection", "fetch_20newsgroups", "fetch_california_housing"),
        *("fetch_covtype", "fetch_file", "fetch_kddcup99", "fetch_lfw_pairs"),
        *("fetch_lfw_people", "fetch_olivetti_faces", "fetch_openml", "fetch_rcv1"),
        *("fetch_species_distributions", "get_data_home", "get_file", "get_rdataset"),
        *("open_connection", "read_gbq", "recv", "recvfrom", "sendto", "start_server"),
        *("to_gbq", "urlopen", "urlretrieve"),
    ),
    INTROSPECTION: (
        *("currentframe", "displayhook", "excepthook", "get_objects", "get_referents"),
        *("get_referrers", "getclosurevars", "getinnerframes", "getouterframes"),
        *("getsource", "getsourcefile", "getsourcelines", "setprofile", "settrace"),
    ),
    TRAVERSAL: ("mro",),
    MEMORY: ("CDLL", "PyDLL", "f2py", "from_address", "string_at"),
    ENVIRONMENT: ("putenv", "unsetenv"),
}

FORBIDDEN_KEYWORDS: Mapping[str, str] = {
    "storage_options": NETWORK,
}

_CARRIES_CODE = "data of that kind can carry code; behind the wall it can do no harm"
_THREADS = "threads share the run's processor and its limits"
_NO_SCREEN = "it may be missing here, and there is no screen; ask for a chart in words"
_NOBODY = "nobody is there to answer; there is no input"
# Let through, with these words.
NOTED_MODULES: Mapping[str, tuple[str, ...]] = {
    _CARRIES_CODE: ("cloudpickle", "dill", "pickle", "shelve"),
    _THREADS: ("concurrent", "threading"),
    "limits can be lowered only": ("resource",),
    _NO_SCREEN: (
        *(
            "altair",
            "bokeh",
            "matplotlib",
            "mpl_toolkits",
            "plotly",
            "plotnine",
            "pylab",
        ),
        *("pyplot", "seaborn"),
    ),
}
NOTED_CALLS: Mapping[str, tuple[str, ...]] = {
    _CARRIES_CODE: ("read_pickle", "to_pickle"),
    "the environment of a run is empty": ("environ", "getenv"),
    "there is no clipboard": ("read_clipboard", "to_clipboard"),
}
NOTED_NAMES: Mapping[str, tuple[str, ...]] = {
    _NOBODY: ("input",),
    "names are looked up while it runs": ("globals", "locals", "vars"),
}
NOTED_KEYWORDS: Mapping[str, str] = {"allow_pickle": _CARRIES_CODE}
UNKNOWN = "is not among the libraries that scripts find here"


def by_name(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The table turned round: name to reason."""
    return {name: reason for reason, names in table.items() for name in names}
