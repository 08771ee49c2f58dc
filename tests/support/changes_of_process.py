"""What a request can change for the whole process: what a module has, the change, the way back."""

from __future__ import annotations

_COLORS = "import colorsys"

CHANGES = {
    "threading.setprofile": (
        "import threading",
        "threading.setprofile(lambda *a: None)",
        "threading.setprofile(None)",
    ),
    "threading.settrace": (
        "import threading",
        "threading.settrace(lambda *a: None)",
        "threading.settrace(None)",
    ),
    "sys.setprofile": ("import sys", "sys.setprofile(lambda *a: None)", "sys.setprofile(None)"),
    "sys.settrace": (
        "import sys; before = sys.gettrace()",
        "sys.settrace(lambda *a: None)",
        "sys.settrace(before)",
    ),
    "sys.stdout": (
        "import sys, io; before = sys.stdout",
        "sys.stdout = io.StringIO()",
        "sys.stdout = before",
    ),
    "sys.setdlopenflags": (
        "import sys; before = sys.getdlopenflags()",
        "sys.setdlopenflags(before ^ 8)",
        "sys.setdlopenflags(before)",
    ),
    "sys.set_coroutine_origin_tracking_depth": (
        "import sys",
        "sys.set_coroutine_origin_tracking_depth(3)",
        "sys.set_coroutine_origin_tracking_depth(0)",
    ),
    "sys.meta_path": ("import sys; f = object()", "sys.meta_path.append(f)", "sys.meta_path.remove(f)"),
    "builtins setattr": ("import builtins", "setattr(builtins, 'small_y', 1)", "del builtins.small_y"),
    "builtins dict": ("import builtins", "vars(builtins)['small_z'] = 1", "del builtins.small_z"),
    "rlimit": (
        "import resource; before = resource.getrlimit(resource.RLIMIT_NOFILE)",
        "resource.setrlimit(resource.RLIMIT_NOFILE, (before[0]-1, before[1]))",
        "resource.setrlimit(resource.RLIMIT_NOFILE, before)",
    ),
    "prlimit": (
        "import resource, os; before = resource.getrlimit(resource.RLIMIT_NOFILE)",
        "resource.prlimit(os.getpid(), resource.RLIMIT_NOFILE, (before[0]-1, before[1]))",
        "resource.setrlimit(resource.RLIMIT_NOFILE, before)",
    ),
    "setitimer virtual": (
        "import signal",
        "signal.setitimer(signal.ITIMER_VIRTUAL, 1000)",
        "signal.setitimer(signal.ITIMER_VIRTUAL, 0)",
    ),
    "pthread_sigmask": (
        "import signal",
        "signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2})",
        "signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR2})",
    ),
    "sched_setaffinity": (
        "import os; before = os.sched_getaffinity(0)",
        "os.sched_setaffinity(0, {min(before)})",
        "os.sched_setaffinity(0, before)",
    ),
    "os.environ |=": ("import os", "os.environ |= {'SMALL_P': 'a'}", "os.environ.pop('SMALL_P', 0)"),
    "os.environb": ("import os", "os.environb[b'SMALL_P'] = b'a'", "os.environb.pop(b'SMALL_P')"),
    "gc.callbacks": ("import gc", "gc.callbacks.append(print)", "gc.callbacks.remove(print)"),
    "manager.setLoggerClass": (
        "import logging\nclass L(logging.Logger): pass",
        "logging.root.manager.setLoggerClass(L)",
        "logging.root.manager.loggerClass = None",
    ),
    "handler.setLevel": (
        "import logging; h = logging.NullHandler(); logging.getLogger('small.h').addHandler(h)",
        "h.setLevel(10)",
        "h.setLevel(0)",
    ),
    "handler.setFormatter": (
        "import logging; h = logging.NullHandler(); logging.getLogger('small.h').addHandler(h)",
        "h.setFormatter(logging.Formatter('%(name)s'))",
        "h.setFormatter(None)",
    ),
    "asyncio policy": (
        "import asyncio; before = asyncio.get_event_loop_policy()",
        "asyncio.set_event_loop_policy(asyncio.DefaultEventLoopPolicy())",
        "asyncio.set_event_loop_policy(before)",
    ),
    "copyreg.add_extension": (
        "import copyreg",
        "copyreg.add_extension('small', 'x', 0xF000)",
        "copyreg.remove_extension('small', 'x', 0xF000)",
    ),
    "csv.field_size_limit": (
        "import csv; before = csv.field_size_limit()",
        "csv.field_size_limit(1000)",
        "csv.field_size_limit(before)",
    ),
    "shutil unregister": (
        "import shutil; shutil.register_archive_format('small2', print)",
        "shutil.unregister_archive_format('small2')",
        "shutil.register_archive_format('small2', print)",
    ),
    "site.addsitedir": (
        "import site, sys; before = list(sys.path)",
        "site.addsitedir('/usr')",
        "sys.path[:] = before",
    ),
    "email charset": ("import email.charset as c", "c.add_charset('small', c.QP)", "c.CHARSETS.pop('small')"),
    "email alias": ("import email.charset as c", "c.add_alias('small', 'utf-8')", "c.ALIASES.pop('small')"),
    "email codec": ("import email.charset as c", "c.add_codec('small', 'utf-8')", "c.CODEC_MAP.pop('small')"),
    "minidom register": (
        "import xml.dom as d, xml.dom.domreg as g",
        "d.registerDOMImplementation('small', print)",
        "g.registered.pop('small')",
    ),
    "contextlib.redirect": (
        "import contextlib, io, sys; r = contextlib.redirect_stdout(io.StringIO())",
        "r.__enter__()",
        "r.__exit__(None, None, None)",
    ),
    "contextlib.chdir": (
        "import contextlib; r = contextlib.chdir('/')",
        "r.__enter__()",
        "r.__exit__(None, None, None)",
    ),
    "vars of module": (_COLORS, "vars(colorsys).update(ONE=5)", "colorsys.ONE = 1"),
    "setattr name of module": (_COLORS, "n = 'ONE'; setattr(colorsys, n, 5)", "colorsys.ONE = 1"),
    "sys.modules attr": ("import sys, colorsys", "sys.modules['colorsys'].ONE = 5", "colorsys.ONE = 1"),
    "import_module attr": (
        "import importlib, colorsys",
        "importlib.import_module('colorsys').ONE = 5",
        "colorsys.ONE = 1",
    ),
    "alias": ("import colorsys; c = colorsys", "c.ONE = 5", "colorsys.ONE = 1"),
    "with as lib": (
        "import colorsys, contextlib",
        "with contextlib.nullcontext(5) as colorsys.ONE: pass",
        "colorsys.ONE = 1",
    ),
    "for lib": (_COLORS, "for colorsys.ONE in [5]: pass", "colorsys.ONE = 1"),
    "from import table method": (
        "from mimetypes import types_map",
        "types_map.update({'.small': 'x'})",
        "types_map.pop('.small')",
    ),
    "from import list append": (
        "from mimetypes import knownfiles",
        "knownfiles.append('x')",
        "knownfiles.remove('x')",
    ),
    "method passed": (
        "import mimetypes",
        "list(map(mimetypes.knownfiles.append, ['x']))",
        "mimetypes.knownfiles.remove('x')",
    ),
    "from sys import path": ("from sys import path", "path.insert(0, '/small')", "path.remove('/small')"),
    "sqlite adapter": (
        "import sqlite3\nclass A: pass",
        "sqlite3.register_adapter(A, print)",
        "sqlite3.adapters.pop((A, sqlite3.PrepareProtocol))",
    ),
    "xml namespace": (
        "import xml.etree.ElementTree as ET",
        "ET.register_namespace('small', 'http://small')",
        "ET._namespace_map.pop('http://small')",
    ),
    "http debuglevel": (
        "import http.client",
        "http.client.HTTPConnection.debuglevel = 1",
        "http.client.HTTPConnection.debuglevel = 0",
    ),
    "ssl default": (
        "import ssl; before = ssl._create_default_https_context",
        "ssl._create_default_https_context = ssl._create_unverified_context",
        "ssl._create_default_https_context = before",
    ),
    "tempfile.tempdir": (
        "import tempfile; before = tempfile.tempdir",
        "tempfile.tempdir = '/small'",
        "tempfile.tempdir = before",
    ),
    "warnings.filters append": (
        "import warnings",
        "warnings.filters.insert(0, ('ignore', None, Warning, None, 0))",
        "warnings.filters.pop(0)",
    ),
    "json encoder default": (
        "import json; before = json.JSONEncoder.default",
        "json.JSONEncoder.default = print",
        "json.JSONEncoder.default = before",
    ),
}
