# -*- coding: utf-8 -*-
"""Sets Fanpin up in .venv beside this file, once, and runs it: `python3 start.py run pengshui/baseline`.

Any Python must be able to read this file, so that it can say which one it needs:
no annotations, no f-strings, no `raise ... from`.
"""

from __future__ import print_function, unicode_literals

import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if os.name == "nt" else os.path.join(VENV, "bin", "python")
BEGUN = os.path.join(VENV, "fanpin-begun")  # this environment is ours to replace
MARKER = os.path.join(VENV, "fanpin-ready.json")  # written last: the environment is whole
LOCK_FILE = os.path.join(ROOT, ".venv.lock")
REQUIREMENTS = os.path.join(ROOT, "requirements.lock")
PROJECT = os.path.join(ROOT, "pyproject.toml")
SUPPORTED = ((3, 11), (3, 12), (3, 13))
INTERRUPTED = 130

HELP = """\
用法 / usage：python3 start.py ...          (Windows: py start.py ...)

  run pengshui/baseline    运行一个情景 / run a scenario
  test [...]               运行测试（其余参数交给 pytest）/ run the tests (more words go to pytest)
  parameters, levers, ...  其他命令同 fanpin / any other word is a fanpin command
  run --help               某个命令的说明 / help on one command

首次使用时自动安装到本目录的 .venv（下载约 200 MB，需要几分钟）。
The first use installs everything into .venv here (about 200 MB to download, a few minutes).
"""


class Stop(Exception):
    """The end, said in both languages."""

    def __init__(self, zh, en):
        Exception.__init__(self, zh + "\n" + en)
        self.text = zh + "\n" + en


def write(stream, text):
    """Write in UTF-8 whatever the console's code page; where even that fails, with escapes."""
    if sys.version_info[0] == 2:
        text = text.encode("utf-8")
    elif hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    stream.write(text)
    stream.flush()


def language():
    """zh or en as the user's locale says; "" if it says neither."""
    if os.name == "nt":
        try:
            import ctypes

            return "zh" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x04 else "en"
        except (AttributeError, ImportError, OSError):
            return ""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return value[:2] if value[:2] in ("zh", "en") else ""
    return ""


def say(zh, en):
    """One line of progress: in the user's language, in both if that is unknown."""
    lines = {"zh": [zh], "en": [en]}.get(language(), [zh, en])
    write(sys.stderr, "".join("[fanpin] {0}\n".format(line) for line in lines))


def unfit(version, implementation, bits, system, machine):
    """Why this Python cannot run Fanpin, as (zh, en), or None."""
    if tuple(version[:2]) not in SUPPORTED:
        found = "{0}.{1}".format(version[0], version[1])
        return (
            "Fanpin 需要 Python 3.11、3.12 或 3.13，当前为 {0}。".format(found),
            "Fanpin needs Python 3.11, 3.12 or 3.13; this is {0}.".format(found),
        )
    if implementation != "CPython" or bits < 64:
        return (
            "Fanpin 需要 64 位的 CPython，当前为 {0} 位 {1}。".format(bits, implementation),
            "Fanpin needs CPython of 64 bits; this is {1} of {0} bits.".format(bits, implementation),
        )
    if system == "darwin" and machine == "x86_64":
        return (
            "所需的编译器（llvmlite）已不再为 Intel Mac 提供。Apple 芯片的 Mac 请用原生（arm64）Python。",
            "The compiler that Fanpin needs (llvmlite) is no longer made for Intel Macs. "
            "On an Apple silicon Mac use a native (arm64) Python.",
        )
    return None


def fit_command():
    """How to start this file with a Python that fits, if the machine has one, else ""."""
    for major, minor in reversed(SUPPORTED):
        name = "python{0}.{1}".format(major, minor)
        command = ["py", "-{0}.{1}".format(major, minor)] if os.name == "nt" else [name]
        try:
            process = subprocess.Popen(command + ["--version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            process.communicate()
        except OSError:
            continue
        if process.returncode == 0:
            return " ".join(command)
    return ""


def require_fit_python():
    """Stop, naming what to do, if this Python cannot run Fanpin."""
    bits = 64 if sys.maxsize > 2**32 else 32
    why = unfit(sys.version_info, platform.python_implementation(), bits, sys.platform, platform.machine())
    if why is None:
        return
    other = fit_command()
    if other:
        zh, en = "本机已有合适的版本，请改用：", "This machine has one that fits; use:"
        raise Stop(why[0] + zh + other + " start.py ...", why[1] + " " + en + " " + other + " start.py ...")
    raise Stop(
        why[0] + "请安装 Python 3.12（64 位），再用它运行 start.py。",
        why[1] + " Please install Python 3.12 (64 bits) and run start.py with it.",
    )


def require_ensurepip():
    """Stop, naming the package to install, if this Python was packaged without venv or ensurepip."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        package = "python{0}.{1}-venv".format(*sys.version_info[:2])
        raise Stop(
            "此 Python 缺少 venv/ensurepip。Debian、Ubuntu 请先运行：sudo apt install {0}\n"
            "（或 python3-venv）；其他系统请安装完整的 Python。".format(package),
            "This Python lacks venv/ensurepip. On Debian or Ubuntu run first: sudo apt install {0}\n"
            "(or python3-venv); elsewhere install a complete Python.".format(package),
        )


def digest(path):
    """The SHA-256 of a file, in hexadecimal; line ends do not count (git may change them on Windows)."""
    with io.open(path, "rb") as file:
        return hashlib.sha256(file.read().replace(b"\r\n", b"\n")).hexdigest()


def wanted():
    """What a whole environment was made from."""
    return {
        "python": "{0} {1}".format(platform.python_implementation(), platform.python_version()),
        "platform": "{0} {1}".format(sys.platform, platform.machine()),
        "folder": ROOT,  # an environment cannot be moved
        "requirements": digest(REQUIREMENTS),
        "project": digest(PROJECT),
    }


def found():
    """What the environment says it was made from; {} if it is missing, half-made or not ours."""
    try:
        with io.open(MARKER, encoding="utf-8") as file:
            content = json.load(file)
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) and os.path.exists(PYTHON) else {}


def write_marker(content):
    """Write the marker whole or not at all."""
    part = MARKER + ".part"
    with io.open(part, "w", encoding="utf-8") as file:
        file.write(json.dumps(content, indent=1, ensure_ascii=True) + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, MARKER)


def missing_steps():
    """Which steps of the set-up are to be done: [] if the environment is whole."""
    now, then = wanted(), found()
    if now == then:
        return []
    same_base = all(then.get(name) == now[name] for name in now if name != "project")
    return ["project"] if same_base else ["environment", "requirements", "project"]


def clean_environment():
    """The environment variables of every child: nothing that would lead it out of .venv."""
    child = dict(os.environ)
    for name in ("PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "__PYVENV_LAUNCHER__"):
        child.pop(name, None)
    child.update(PYTHONUTF8="1", VIRTUAL_ENV=VENV)
    return child


def quietly(command, what, inherited=()):
    """Run a step of the set-up; stop with the last lines that it printed if it fails.

    Standard output stays free for the command's own result. `inherited` is the lock: a step that outlives a
    killed start.py keeps it.
    """
    child = dict(clean_environment(), PIP_USER="0", PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    options = {"cwd": ROOT, "env": child, "stdin": subprocess.DEVNULL}
    if os.name == "posix":
        options["pass_fds"] = tuple(inherited)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    lines = []
    try:
        for raw in process.stdout:
            lines.append(raw.decode("utf-8", "replace").rstrip())
            show_step(lines[-1])
        process.wait()
    except BaseException:
        process.stdout.close()
        process.terminate()
        process.wait()  # nobody writes into .venv once the lock is gone
        raise
    finally:
        show_step("")
    if process.returncode != 0:
        raise Stop("\n".join(lines[-20:]) + "\n" + what[0], what[1])


def show_step(line):
    """On a terminal, show what pip is busy with; "" wipes it."""
    if not sys.stderr.isatty():
        return
    words = line.split()
    busy = words and words[0] in ("Collecting", "Downloading", "Installing", "Building", "Preparing", "Using")
    if busy or not line:
        write(sys.stderr, "\r" + " " * 78 + "\r" + (("  " + line.strip())[:76] if line else ""))


def remove_environment():
    """Make room for a new environment: remove our own, set aside one that somebody else made."""
    if not os.path.lexists(VENV):
        return
    ours = os.path.isdir(VENV) and not os.path.islink(VENV) and (os.path.exists(BEGUN) or not os.listdir(VENV))
    if not ours:
        aside = "{0}-{1}".format(VENV, time.strftime("%Y%m%d-%H%M%S"))
        os.rename(VENV, aside)
        say(
            "已有的 .venv 不是本程序创建的，已改名为 " + aside,
            "a .venv made by something else is now " + aside,
        )
        return
    # the marker first: from here on it is not whole; the sign that it is ours last
    names = sorted(os.listdir(VENV), key=lambda name: {MARKER: 0, BEGUN: 2}.get(os.path.join(VENV, name), 1))
    try:
        for name in names:
            path = os.path.join(VENV, name)
            shutil.rmtree(path) if os.path.isdir(path) and not os.path.islink(path) else os.remove(path)
        os.rmdir(VENV)
    except OSError as error:
        raise Stop(
            "无法删除旧的 .venv（{0}）。请关闭正在运行的 Fanpin，删除该文件夹后重试。".format(error),
            "The old .venv cannot be removed ({0}).\nClose any running Fanpin, delete it and try again.".format(error),
        )


def make_environment(inherited):
    """An empty virtual environment that has pip."""
    require_ensurepip()
    remove_environment()
    os.makedirs(VENV)
    io.open(BEGUN, "w").close()
    say("正在创建 .venv（1/3）", "making .venv (1/3)")
    base = getattr(sys, "_base_executable", None) or sys.executable  # not the .venv that was just removed
    what = ("创建虚拟环境失败。", "The virtual environment could not be made.")
    quietly([base, "-m", "venv", VENV], what, inherited)


def install_requirements(inherited):
    """The packages of the lock, each checked against its hashes."""
    say("正在安装依赖包，约需几分钟（2/3）", "installing packages, a few minutes (2/3)")
    what = (
        "安装依赖包失败。请检查网络；单位内网请先用 pip config 设置镜像，再重试。",
        "The packages could not be installed. Check the network; where an office has a mirror, name it with "
        "pip config; then try again.",
    )
    quietly([PYTHON, "-m", "pip", "install", "--require-hashes", "-r", REQUIREMENTS], what, inherited)


def install_project(inherited):
    """Fanpin itself, read from this folder."""
    say("正在安装 Fanpin（3/3）", "installing Fanpin (3/3)")
    what = ("安装 Fanpin 失败。", "Fanpin itself could not be installed.")
    command = [PYTHON, "-m", "pip", "install", "--no-deps", "--no-build-isolation", "-e", ROOT]
    quietly(command, what, inherited)


STEPS = {"environment": make_environment, "requirements": install_requirements, "project": install_project}


def set_up():
    """Make the environment whole; whoever comes second waits, and then finds it whole."""
    if not missing_steps():
        return
    with SetUpLock(LOCK_FILE) as lock:
        steps = missing_steps()
        for step in steps:
            STEPS[step](lock.inherited())
        if steps:
            write_marker(wanted())
            say("就绪", "ready")


class SetUpLock(object):
    """One set-up at a time. The operating system holds the lock, so a killed holder leaves none behind."""

    def __init__(self, path):
        self.path = path
        self.file = None

    def __enter__(self):
        self.file = io.open(self.path, "a+b")
        if not self._try():
            say("另一个安装正在进行，请稍候", "another set-up is at work here, waiting")
            while not self._try():
                time.sleep(0.2)
        return self

    def __exit__(self, *unused):
        self.file.close()  # not removed: another may be waiting for this very file

    def _try(self):
        """Take the lock, or say False if another holds it; a file system without locks goes unlocked."""
        if os.name == "nt":
            import msvcrt

            self.file.seek(0)
            try:
                msvcrt.locking(self.file.fileno(), msvcrt.LK_NBLCK, 1)
            except OSError:
                return False
            return True
        import fcntl

        try:
            fcntl.flock(self.file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # noqa: F821
            return False
        except OSError:
            say(
                "此文件系统不支持文件锁：请勿同时安装两次",
                "no file locks on this file system: set up once at a time",
            )
        return True

    def inherited(self):
        """The descriptors that the steps of the set-up keep open."""
        return (self.file.fileno(),)


def routed(arguments):
    """The command line in .venv, and the folder to run it in, for the words after start.py."""
    if arguments[0] == "test":
        return [PYTHON, "-m", "pytest"] + (arguments[1:] or ["-q"]), ROOT
    # -P: a folder named sim where the user stands is not Fanpin
    return [PYTHON, "-P", "-m", "sim"] + arguments, os.getcwd()


def run(command, folder):
    """Run in place of this process where that exists; its exit status is ours."""
    child = clean_environment()
    if os.name == "posix":
        os.chdir(folder)
        os.execve(command[0], command, child)
    process = subprocess.Popen(command, cwd=folder, env=child)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            pass  # Ctrl-C reached it, too; it decides how to end


def main(arguments):
    """Set up what is missing, run the command, return its exit status."""
    if not arguments or arguments[0] in ("-h", "--help"):
        write(sys.stdout, HELP)
        return 0
    try:
        require_fit_python()
        set_up()
        return run(*routed(arguments))
    except Stop as stop:
        write(sys.stderr, stop.text + "\n")
        return 1
    except EnvironmentError as error:
        write(sys.stderr, "无法完成安装：{0}\nThe set-up cannot be done: {0}\n".format(error))
        return 1
    except KeyboardInterrupt:
        write(sys.stderr, "\n")
        say("已中断；再次运行即可继续", "interrupted; run it again to go on")
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
