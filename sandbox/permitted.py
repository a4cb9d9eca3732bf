"""What the validator lets through, as data: modules, the harmless parts of others, names.

What is neither here nor in :mod:`sandbox.forbidden` passes with a note: nobody knows
better, and the wall holds.
"""

from __future__ import annotations

STANDARD_LIBRARY = frozenset(
    """
    __future__ abc argparse array ast atexit base64 binascii bisect bz2 cProfile calendar
    cmath cmd codecs collections colorsys configparser contextlib contextvars copy copyreg
    csv dataclasses datetime dbm decimal difflib dis doctest email encodings enum errno
    filecmp fileinput fnmatch fractions functools gc getopt getpass gettext glob graphlib
    gzip hashlib heapq hmac html inspect io ipaddress itertools json keyword linecache
    locale logging lzma math mimetypes ntpath numbers opcode operator optparse os pathlib
    pickletools platform plistlib posixpath pprint profile pstats queue quopri random re
    reprlib sched secrets shlex shutil sqlite3 stat statistics string stringprep struct sys
    tarfile tempfile textwrap this time timeit token tokenize tomllib traceback tracemalloc
    types typing unicodedata unittest uuid warnings weakref xml zipfile zlib zoneinfo
    """.split()
)
# Of what scripts are given, and of what is usual beside it and may be missing here.
LIBRARIES = frozenset(
    """
    dateutil formulaic joblib keras numpy openpyxl pandas patsy polars pyarrow pytz scipy
    six sklearn skops statsmodels tensorflow threadpoolctl tqdm typing_extensions tzdata
    """.split()
)
ALLOWED_IMPORTS = STANDARD_LIBRARY | LIBRARIES
# Parts of modules that are refused as a whole.
ALLOWED_PARTS = frozenset({"importlib.metadata", "importlib.resources", "urllib.parse"})

SYS_ATTRIBUTES = frozenset(
    """
    api_version argv byteorder exc_info executable exit flags float_info float_repr_style
    getdefaultencoding getfilesystemencoding getrecursionlimit getrefcount getsizeof
    hash_info hexversion implementation int_info intern maxsize maxunicode path platform
    setrecursionlimit stderr stdin stdlib_module_names stdout version version_info
    """.split()
)
# What concerns paths, the run's own folder and the machine's size.
OS_ATTRIBUTES = frozenset(
    """
    DirEntry F_OK PathLike R_OK W_OK X_OK access altsep cpu_count curdir devnull environ
    extsep fsdecode fsencode fspath get_terminal_size getcwd getenv getpid linesep listdir
    makedirs mkdir name pardir path pathsep remove rename renames replace removedirs rmdir
    scandir sep sched_getaffinity stat times truncate unlink urandom utime walk
    """.split()
)

_OPERATORS = """
    abs add and bool bytes call ceil complex contains delitem divmod enter eq exit float
    floor floordiv format ge getitem gt hash iadd iand ifloordiv imod imul index init int
    invert ior ipow isub iter itruediv ixor le len length_hint lt matmul missing mod mul ne
    neg new next or pos post_init pow radd rand repr reversed rfloordiv rmod rmul ror round
    rpow rsub rtruediv rxor setitem str sub truediv trunc xor
    """.split()
# Names between lines that say what something is, or are an operator's.
DUNDER_ATTRIBUTES = frozenset(
    [f"__{name}__" for name in _OPERATORS]
    + """
    __all__ __annotations__ __author__ __cause__ __class__ __dataclass_fields__ __date__
    __dict__ __doc__ __file__ __members__ __module__ __name__ __notes__ __qualname__
    __slots__ __version__
    """.split()
)

# Their first arguments, when written out, must lie in the run's own folder.
FILE_FUNCTIONS = frozenset(
    """
    BZ2File ConnectionFile ExcelFile ExcelWriter FileHandler GzipFile HDFStore LZMAFile
    ParquetFile Path PosixPath PurePath PurePosixPath RotatingFileHandler TarFile
    TemporaryDirectory ZipFile chdir chmod connect copy2 copyfile copytree dump exists
    fromfile genfromtxt glob iglob imread imsave iterdir listdir load load_model
    load_workbook loadmat loadtxt lstat makedirs memmap memory_map mkdir open read_csv
    read_excel read_feather read_fwf read_hdf read_html read_ipc read_json read_ndjson
    read_orc read_parquet read_pickle read_sas read_spss read_sql read_sql_query
    read_sql_table read_stata read_table read_xml remove removedirs rename rglob rmdir
    rmtree save save_weights savefig savemat savetxt savez savez_compressed scan_csv
    scan_parquet scandir stat to_clipboard to_csv to_excel to_feather to_hdf to_html to_json
    to_latex to_markdown to_orc to_parquet to_pickle to_sql to_stata to_xml tofile touch
    unlink unpack_archive walk write_bytes write_csv write_parquet write_table write_text
    """.split()
)
FILE_KEYWORDS = frozenset(
    """
    buf con dst excel_writer file file_name filename filepath filepath_or_buffer fname
    outfile path path_or_buf path_or_buffer src
    """.split()
)
