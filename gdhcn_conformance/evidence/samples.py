"""A folder of samples as an issuer: what lies in it is what was issued.

    DIR/any/names/card.png, page.pdf, text.txt     pictures of QR codes, and their texts
    DIR/dsc.pem                                    the DSCs, anywhere: PEM (several blocks), DER
    DIR/samples.toml                               what the issuer says of them, if it says anything

Every symbol is a sample, every file is accounted for, and none of them can do more than be unreadable.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from gdhcn_conformance.adapters.base import Handshake, Reply, Request, Role, Subject
from gdhcn_conformance.errors import Problem
from gdhcn_conformance.evidence import sample_certificates, sample_files, sample_settings, sample_texts
from gdhcn_conformance.evidence.sample_certificates import Listed
from gdhcn_conformance.evidence.sample_files import Fate
from gdhcn_conformance.evidence.sample_settings import Said, Settings
from gdhcn_conformance.evidence.sample_texts import Found, NoSampleError
from gdhcn_conformance.issued.certificate import take_apart
from gdhcn_conformance.issued.signer import Signer
from gdhcn_conformance.model.outcome import Accepted, Outcome, ProtocolError, Unsupported
from gdhcn_conformance.running import found_files
from gdhcn_conformance.running.found_files import UnreadableError

# For what does not say when it was issued: when EU certificates were in daily use, as in the committed vectors.
SOME_MOMENT = datetime(2022, 1, 15, 10, 0, tzinfo=UTC)
DSC = (
    "the signer's certificate beside it"  # the capability that a sample needs which has none; its name is in the report
)
IAT = 6


@dataclass(frozen=True, slots=True)
class Sample:
    """A certificate that was found. `name` is unique and fit for an id; `problem` says why there is none, and is empty else.

    `clock` is when it was issued. `signers` are the DSCs that it may have been signed with.
    """

    name: str
    path: str
    found: Found
    said: Said
    clock: datetime
    signers: tuple[Signer, ...]

    @property
    def title(self) -> str:
        """The file, and which of its symbols."""
        return f"{self.path}, {self.found.part}" if self.found.part else self.path


@dataclass(frozen=True, slots=True)
class Samples:
    """A folder that was read: its samples, what became of every file, and what its issuer says of it."""

    folder: Path
    settings: Settings
    samples: tuple[Sample, ...]
    fates: tuple[Fate, ...]
    signers: int

    def sentence(self) -> str:
        """What became of the files, in a sentence."""
        counted = Counter(fate.what for fate in self.fates)
        parts = [f"{counted[what]} {what}" for what in sample_files.FATES if counted[what]]
        held = sum(not sample.found.problem for sample in self.samples)
        return f"{len(self.fates)} files in the folder: {', '.join(parts)}. They hold {held} certificates."

    def lines(self) -> list[str]:
        """Every file that was not judged, as *path: what (why)*."""
        rest = (fate for fate in self.fates if fate.what not in (sample_files.JUDGED, sample_files.CERTIFICATE))
        return [f"{fate.path}: {fate.what}{f' ({fate.why})' if fate.why else ''}" for fate in rest]


@dataclass(slots=True)
class _Reading:
    """A folder being read."""

    folder: Path
    settings: Settings
    fates: list[Fate] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    found: list[tuple[str, Found]] = field(default_factory=list)

    def file(self, name: str) -> None:
        """Read one file; whatever it is, it gets one fate."""
        path = found_files.shown(name)
        if name == sample_files.SETTINGS:
            self.fates.append(Fate(path, sample_files.SETTING))
        elif self.settings.ignores(path):
            self.fates.append(Fate(path, sample_files.NOT_A_SAMPLE, "as samples.toml says"))
        else:
            self.fates.append(self._fate(name, path))

    def _fate(self, name: str, path: str) -> Fate:
        kind = ""
        try:
            data = found_files.contents(self.folder / name, sample_files.MOST)
            kind = sample_files.kind(data)
            if kind in ("pem", "der"):
                self.listed += sample_certificates.read(data, path)
                return Fate(path, sample_files.CERTIFICATE)
            if kind not in sample_texts.READERS:
                return Fate(path, sample_files.NOT_A_SAMPLE, kind)
            return self._sample(path, list(sample_texts.found_in(kind, data)))
        except NoSampleError as other:
            return Fate(path, sample_files.NOT_A_SAMPLE, str(other))
        except UnreadableError as broken:
            if kind not in ("pem", "der"):
                self.found.append((path, Found(problem=str(broken))))
            return Fate(path, sample_files.UNREADABLE, str(broken))

    def _sample(self, path: str, found: Sequence[Found]) -> Fate:
        self.found += [(path, each) for each in found]
        for signer in {each.signer for each in found if each.signer}:
            try:
                self.listed += sample_certificates.read(signer, path)
            except UnreadableError as broken:
                return Fate(path, sample_files.JUDGED, f"without the signer certificate that it names: {broken}")
        problem = next((each.problem for each in found if each.problem), "")
        return Fate(path, sample_files.NOT_DECODED if problem else sample_files.JUDGED, problem)

    def samples(self) -> Iterator[Sample]:
        """All that was found, once all DSCs are known."""
        met: Counter[str] = Counter()
        for path, found in self.found:
            name = sample_files.place("/".join(filter(None, (path, found.part))))
            met[name] += 1
            unique = name if met[name] == 1 else f"{name}~{met[name]}"
            yield self._made(unique, path, found)

    def _made(self, name: str, path: str, found: Found) -> Sample:
        said = self.settings.of(path)
        issued = take_apart(found.text, SOME_MOMENT)
        if said.signer or found.signer:
            signers = sample_certificates.distinct(self._named(said.signer, found))
        else:
            signers = sample_certificates.chosen(issued, self.listed, path)
        return Sample(name, path, found, said, said.clock or _own_clock(issued.cwt.get(IAT)), signers)

    def _named(self, file: str, found: Found) -> Iterator[Signer]:
        """The DSC that the settings or the file itself name for this certificate, whether it signed it or not."""
        named = [each.signer for each in self.listed if file and each.path == file]
        if file and not named:
            hint = f"its path is relative to {self.folder}"
            raise Problem(
                "samples-signer", f"samples.toml names the signer {file!r}, in which no certificate is.", hint
            )
        yield from named or (each.signer for each in self.listed if each.signer.der == found.signer)


def read(folder: Path, seen: Callable[[int, int], None] | None = None) -> Samples:
    """Read a folder; `Problem` where there is none, or no file in it. `seen` is told how many of how many files were read."""
    settings = sample_settings.read(folder)
    fates: list[Fate] = []
    names = sample_files.names(folder, fates)
    reading = _Reading(folder, settings, fates)
    for number, name in enumerate(names, 1):
        reading.file(name)
        if seen:
            seen(number, len(names))
    samples = tuple(reading.samples())
    return Samples(folder, settings, samples, tuple(reading.fates), len(reading.listed))


def _own_clock(iat: object) -> datetime:
    """When a certificate says that it was issued; a fraction of a second is rounded up, so that it lies not ahead."""
    if isinstance(iat, bool) or not isinstance(iat, int | float):
        return SOME_MOMENT
    try:
        return datetime.fromtimestamp(int(iat) + (iat % 1 > 0), UTC)
    except (OverflowError, OSError, ValueError):  # beyond the years that a clock can show
        return SOME_MOMENT


class SamplesFolder(Subject):
    """A folder of samples, which answers `issue` with the certificate that a request names."""

    def __init__(self, path: str, seen: Callable[[int, int], None] | None = None) -> None:
        self.address = f"samples:{path}"
        self._path = Path(path)
        self._seen = seen

    @cached_property
    def samples(self) -> Samples:
        """What lies in the folder, read once."""
        return read(self._path, self._seen)

    @cached_property
    def _answers(self) -> dict[str, Outcome]:
        return {sample.name: _outcome(sample) for sample in self.samples.samples}

    def start(self) -> Handshake:
        """Whose samples these are, as far as anybody says, and which kinds of certificate it does not issue."""
        settings = self.samples.settings
        kinds = {kind: kind in settings.issues for kind in sample_settings.KINDS}
        name = settings.issuer or f"the folder {self._path.resolve().name}"
        role = Role(behaviours=kinds | {DSC: False})
        return Handshake(name=name, version=settings.version, roles={"issuer": role})

    def ask(self, requests: Sequence[Request], seen: Callable[[Reply], None] | None = None) -> dict[str, Reply]:
        """The certificates that were found; whatever else is asked was not."""
        replies = {}
        for request in requests:
            name = str(request.body.get("sample", ""))
            outcome = self._answers.get(name) if request.operation == "issue" else None
            replies[request.id] = reply = Reply(request.id, outcome or Unsupported("a folder issues nothing"))
            if seen is not None:
                seen(reply)
        return replies

    def ask_alone(self, request: Request) -> Reply:
        """The same again: files do not change their mind."""
        return self.ask([request])[request.id]

    def close(self) -> None:
        """Nothing is held."""


def _outcome(sample: Sample) -> Outcome:
    if sample.found.problem:
        return ProtocolError(sample.found.problem)
    output = {"credential": sample.found.text, "clock": sample.clock.astimezone(UTC).isoformat()}
    if sample.found.picture:
        output["image"] = base64.b64encode(sample.found.picture).decode()
    return Accepted(output)
