import assert from "node:assert/strict";
import { test } from "node:test";

import { readBvhText } from "../src/sources/bvh_text.js";

const HIERARCHY = `HIERARCHY
ROOT mixamorig:Hips
{
  OFFSET 0 0 0
  CHANNELS 6 Xposition Yposition Zposition Zrotation Yrotation Xrotation
  JOINT Left hand
  {
    OFFSET 0 10 0
    CHANNELS 3 Zrotation Yrotation Xrotation
    End Site
    {
      OFFSET 0 5 0
    }
  }
}
`;
const VALUES = "0 90 0 1 2 3 4 5 6";

const bvh = (motion, hierarchy = HIERARCHY) => `${hierarchy}MOTION\n${motion}`;
const valid = bvh(`Frames: 2\nFrame Time: 0.04\n${VALUES}\n${VALUES}\n`);

test("joints, channels and values are read in the order of the file", async () => {
  const { joints, width, values, frames, frameTime } = await readBvhText(valid);
  assert.deepEqual([width, frames, frameTime], [9, 2, 0.04]);
  assert.deepEqual(
    joints.map(({ name, parent, offset, channels }) => [name, parent, offset[1], channels.length]),
    [["mixamorig:Hips", -1, 0, 6], ["Left hand", 0, 10, 3], ["", 1, 5, 0]],
  );
  assert.deepEqual(joints[0].channels, ["Xposition", "Yposition", "Zposition", "Zrotation", "Yrotation", "Xrotation"]);
  const frame = VALUES.split(" ").map(Number);
  assert.deepEqual([...values], [...frame, ...frame]);
});

test("line ends and spaces may be of any kind", async () => {
  assert.deepEqual(await readBvhText(valid.replaceAll("\n", "\r\n").replaceAll(" ", "\t ")), await readBvhText(valid));
  // Frames may be broken into lines.
  assert.equal((await readBvhText(bvh(`Frames: 1 Frame Time: 0.04\n${VALUES.replaceAll(" ", "\n")}`))).frames, 1);
});

test("progress is reported while values are read", async () => {
  const frames = 20_000;
  const shares = [];
  await readBvhText(bvh(`Frames: ${frames}\nFrame Time: 0.04\n${`${VALUES}\n`.repeat(frames)}`), (share) => shares.push(share));
  assert.equal(shares.length, 3);
  assert.deepEqual(shares.map((share) => share.toFixed(2)), ["0.28", "0.56", "0.83"]);
});

for (const [title, text, names] of [
  ["brackets beside names", valid.replaceAll(/\n *\{/g, "{"), undefined],
  ["a named site", valid.replace("End Site", "End Site Left hand end"), undefined],
  ["a site in capitals", valid.replace("End Site", "END SITE"), undefined],
  ["channels in capitals", valid.replaceAll("rotation", "ROTATION").replace("Xposition", "xPosition"), undefined],
  ["a zero byte at the end", `${valid}\n\0`, undefined],
  ["the end of a file in DOS", `${valid}\x1a\r\n`, undefined],
  ["a joint called MOTION", valid.replace("JOINT Left hand", "JOINT\nMOTION\n"), ["mixamorig:Hips", "MOTION"]],
]) {
  test(`other spellings: ${title}`, async () => {
    const expected = await readBvhText(valid);
    names?.forEach((name, index) => (expected.joints[index].name = name));
    const { joints, ...rest } = await readBvhText(text);
    // The names of sites are not shown.
    assert.deepEqual({ ...rest, joints }, expected);
  });
}

for (const [title, text, reason] of [
  ["another file", "glTF", /must start with HIERARCHY/],
  ["no motion", HIERARCHY, /has no MOTION section/],
  ["no frame count", bvh("Frame Time: 1\n"), /no frame count or frame time/],
  ["no frames", bvh("Frames: 0\nFrame Time: 0.04\n"), /has no frames/],
  ["frame time 0", bvh(`Frames: 1\nFrame Time: 0\n${VALUES}`), /must be above 0/],
  ["missing values", bvh(`Frames: 2\nFrame Time: 0.04\n${VALUES}\n1 2`), /has 11 values; 2 frames of 9 channels have 18/],
  ["not a number", bvh(`Frames: 1\nFrame Time: 0.04\n${VALUES.replace("5", "x")}`), /Frame 0 of the BVH file has a value/],
  ["too many values", bvh(`Frames: 1\nFrame Time: 0.04\n${VALUES} 1 2`), /has 11 values; 1 frames of 9 channels have 9/],
  ["no channels", bvh("Frames: 1", HIERARCHY.replaceAll(/CHANNELS.*/g, "")), /no joint has channels/],
  ["an offset without a joint", bvh("Frames: 1", "HIERARCHY\nOFFSET 0 0 0\n"), /an offset must be that of a joint/],
  ["huge count", bvh("Frames: 999999999999\nFrame Time: 0.04\n1"), /too large/],
  ["open bracket", bvh("Frames: 1", HIERARCHY.slice(0, -2)), /a bracket is not closed/],
  ["closed bracket", bvh("Frames: 1", `${HIERARCHY}}\n`), /closed too often/],
  ["unknown channel", bvh("Frames: 1", HIERARCHY.replace("Xposition", "Xscale")), /joint mixamorig:Hips: unknown channels/],
  ["two roots", bvh("Frames: 1", HIERARCHY + HIERARCHY.replace("HIERARCHY\n", "")), /several roots/],
  ["offset", bvh("Frames: 1", HIERARCHY.replace("OFFSET 0 10 0", "OFFSET 0 a 0")), /joint Left hand: OFFSET must be a number/],
]) {
  test(`malformed: ${title}`, () => assert.rejects(readBvhText(text), { message: reason }));
}
