import subprocess
from pathlib import Path

import pytest
from harness import commits
from harness.commits import Commit, CommitError


def git(repo: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(repo), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with two commits, and a change that is in neither."""
    repo = tmp_path / "repo"
    (repo / "src").mkdir(parents=True)
    git(repo, "init", "-q")
    for text in ("first", "second", "third"):
        (repo / "src" / "a.py").write_text(text)
        git(repo, "add", ".")
        if text != "third":
            git(repo, "commit", "-q", "-m", text)
    return repo


@pytest.mark.parametrize("revision", ["HEAD~1", "HEAD^", "tagged"])
def test_any_revision_is_found(repo: Path, revision: str) -> None:
    git(repo, "tag", "-a", "-m", "x", "tagged", "HEAD~1")
    found = commits.find(revision, repo)
    assert found == Commit(git(repo, "rev-parse", "HEAD~1"), "first")


@pytest.mark.parametrize("revision", ["nowhere", "--all", "HEAD:src"])
def test_what_is_no_commit_is_refused(repo: Path, revision: str) -> None:
    with pytest.raises(CommitError, match=f"'{revision}' is no commit"):
        commits.find(revision, repo)


def test_a_commit_is_unpacked_once_and_git_remembers_nothing(repo: Path, tmp_path: Path) -> None:
    target = tmp_path / "kept" / "source"
    commit = commits.find("HEAD~1", repo)
    file = commits.unpack(commit, target, repo) / "src" / "a.py"
    assert file.read_text() == "first"
    file.write_text("set up")
    commits.unpack(commit, target, repo)
    assert file.read_text() == "set up"
    assert list(target.parent.iterdir()) == [target]
    assert git(repo, "worktree", "list").count("\n") == 0


def test_what_an_interrupted_run_left_is_done_again(repo: Path, tmp_path: Path) -> None:
    half = tmp_path / "source.unfinished"
    half.mkdir()
    (half / "half").touch()
    found = commits.unpack(commits.find("HEAD", repo), tmp_path / "source", repo)
    assert [path.name for path in found.iterdir()] == ["src"]


def test_a_commit_without_setup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommitError, match=r"1234567 has no scripts/setup\.py"):
        commits.set_up(Commit("1234567890", "x"), tmp_path)


def test_the_fingerprint_sees_what_is_measured(repo: Path) -> None:
    before = commits.fingerprint(repo)
    (repo / "notes.md").touch()
    assert commits.fingerprint(repo) == before
    (repo / "src" / "new.py").touch()
    changed = commits.fingerprint(repo)
    assert changed != before
    (repo / "src" / "a.py").write_text("fourth")
    assert commits.fingerprint(repo) not in {before, changed}
