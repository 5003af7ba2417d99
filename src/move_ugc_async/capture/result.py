"""The result of a workflow."""

from dataclasses import dataclass
from typing import Generic

from move_ugc_async._capture_state import CaptureState
from move_ugc_async._generated.enums import OutputType
from move_ugc_async._generated.fragments import TakeType
from move_ugc_async._generated.literals import OutputName
from move_ugc_async._schema.outputs import NamedFile, WorkOutputs, ensure_output_name
from move_ugc_async._transfers.events import DownloadedOutput
from move_ugc_async.capture.plan import WorkT


@dataclass(frozen=True, slots=True)
class CaptureResult(Generic[WorkT]):
    """The result of a workflow.

    Attributes:
        work: The finished job, or the volume of a calibration.
        take: The take. None for a calibration, and if an earlier call created the take; its id is in `state`.
        outputs: The downloaded outputs.
        state: All ids of the workflow.
    """

    work: WorkT
    take: TakeType | None
    outputs: list[DownloadedOutput]
    state: CaptureState

    def output(self, name: OutputType | OutputName | str) -> DownloadedOutput:
        """Return the downloaded output that was requested by a name.

            result = await client.capture("dance.mp4", "out", outputs=["main_glb"])
            print(result.output("main_glb").path)

        Args:
            name: An `OutputType` member or its name in any case, such as `main_glb`, or the format of the output, such
                as `pkl` of a calibration.

        Raises:
            OutputLookupError: There is no such output, or there are several; `available` lists their names.
        """
        named = ensure_output_name(name)
        described = WorkOutputs.of(self.work, self.work.outputs or ())
        downloaded = {each.file_id: each for each in self.outputs}
        # The name of a file on disk need not end with the type that the server returned.
        files = [
            NamedFile(each.format, each.type, each.file_id, downloaded[each.file_id])
            for each in described.files
            if each.file_id in downloaded
        ]
        others = downloaded.keys() - {each.file_id for each in files}
        files += [
            NamedFile(each.format, each.path.suffix, each.file_id, each)
            for each in downloaded.values()
            if each.file_id in others
        ]
        outputs = WorkOutputs(self.work.id, described.names, files)
        matches = outputs.find(named)
        if not matches:
            raise outputs.absent_error([named])
        if len(matches) > 1:
            raise outputs.ambiguous_error(named, "select one from `outputs` by its `file_id`")
        return matches[0]
