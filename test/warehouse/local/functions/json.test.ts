/** "JSON functions" of the Developer Guide: its examples with its answers, and beside them what it says in words. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";

type Answer = readonly [expression: string, answer: string | null];

const ANSWERS: Readonly<Record<string, readonly Answer[]>> = {
  "IS_VALID_JSON function": [
    [`is_valid_json('{"a":2}')`, "t"],
    [`is_valid_json('{"a":{"b":{"c":1}}}')`, "t"],
    [`is_valid_json('{"a": [1,2,"b"]}')`, "t"],
    [`is_valid_json('{{}}')`, "f"],
    [`is_valid_json('{1:"a"}')`, "f"],
    [`is_valid_json('[1,2,3]')`, "f"],
    [`is_valid_json('{"a":1,}')`, "f"],
    [`is_valid_json('{"a":NaN}')`, "f"],
    [`is_valid_json('{"a":01}')`, "f"],
    [`is_valid_json('{"a":1} x')`, "f"],
    [`is_valid_json(null)`, null],
  ],
  "IS_VALID_JSON_ARRAY function": [
    [`is_valid_json_array('[]')`, "t"],
    [`is_valid_json_array('["a","b"]')`, "t"],
    [`is_valid_json_array('["a",["b",1,["c",2,3,null]]]')`, "t"],
    [`is_valid_json_array('{"a":1}')`, "f"],
    [`is_valid_json_array('a')`, "f"],
    [`is_valid_json_array('[1,2,]')`, "f"],
  ],
  "JSON_ARRAY_LENGTH function": [
    [`json_array_length('[11,12,13,{"f1":21,"f2":[25,26]},14]')`, "5"],
    [`json_array_length('[11,12,13,{"f1":21,"f2":[25,26]},14',true)`, null],
  ],
  "JSON_EXTRACT_ARRAY_ELEMENT_TEXT function": [
    [`json_extract_array_element_text('[111,112,113]', 2)`, "113"],
    [`json_extract_array_element_text('["a",["b",1,["c",2,3,null,]]]',1,true)`, null],
    [`json_extract_array_element_text('["a"]', 0)`, "a"],
    // "If the index is negative or out of bounds, … returns NULL."
    [`json_extract_array_element_text('[111,112,113]', -1)`, null],
    [`json_extract_array_element_text('[111,112,113]', 3)`, null],
    [`json_extract_array_element_text('[1.50, 1e2]', 0)`, "1.50"],
    [`json_extract_array_element_text('[1.50, 1e2]', 1)`, "1e2"],
  ],
  "JSON_EXTRACT_PATH_TEXT function": [
    [`json_extract_path_text('{"f2":{"f3":1},"f4":{"f5":99,"f6":"star"}}','f4', 'f6')`, "star"],
    [`json_extract_path_text('{"f2":{"f3":1},"f4":{"f5":99,"f6":"star"}','f4', 'f6',true)`, null],
    // "If a path element does not exist in the JSON string, JSON_EXTRACT_PATH_TEXT returns NULL."
    [`json_extract_path_text('{"f2":1}', 'f3')`, null],
    [`json_extract_path_text('{"f2":1}', 'f2', 'f3')`, null],
    // "Path elements are case-sensitive."
    [`json_extract_path_text('{"F2":1}', 'f2')`, null],
    [`json_extract_path_text('{"F2":1}', 'F2')`, "1"],
    // A path element is a key, of digits too.
    [`json_extract_path_text('{"0":{"1":"x"}}', '0', '1')`, "x"],
    [`json_extract_path_text('{"a":["x"]}', 'a', '0')`, null],
    [`json_extract_path_text('{"a":12345678901234567890.10}', 'a')`, "12345678901234567890.10"],
    [`json_extract_path_text('{"a":1.0}', 'a')`, "1.0"],
    [`json_extract_path_text('{"a":true}', 'a')`, "true"],
    [`json_extract_path_text('{"a":"x\\\\ty"}', 'a')`, "x\ty"],
    [`json_extract_path_text('{"a":{"b.c":{"\\\\"":1}}}', 'a', 'b.c', '"')`, "1"],
    // The guide is silent about what follows: a JSON null, and the blanks of what stands within.
    [`json_extract_path_text('{"a":null}', 'a')`, null],
    [`json_extract_path_text('{"a": {"b": [1, 2]}}', 'a')`, '{"b":[1,2]}'],
  ],
  "JSON_PARSE function": [
    [`json_parse('[10001,10002,"abc"]')`, '[10001,10002,"abc"]'],
    [`json_typeof(json_parse('[10001,10002,"abc"]'))`, "array"],
    [`json_parse(' { "a" : 1.10 , "b" : [ 1e2 , null ] } ')`, '{"a":1.10,"b":[1e2,null]}'],
  ],
  "CAN_JSON_PARSE function": [
    [`can_json_parse('[10001,10002,"abc"]')`, "t"],
    [`can_json_parse('[1,]')`, "f"],
    [`can_json_parse('{"a":1,"a":2}')`, "f"],
  ],
  "JSON_SERIALIZE function": [
    [`json_serialize(json_parse('[10001,10002,"abc"]'))`, '[10001,10002,"abc"]'],
    [`json_serialize(json_parse('[ 10001 , {"a" : 1} ]'))`, '[10001,{"a":1}]'],
  ],
  "JSON_SERIALIZE_TO_VARBYTE function": [
    [
      `json_serialize_to_varbyte(json_parse('[10001,10002,"abc"]'))`,
      "5b31303030312c31303030322c22616263225d",
    ],
  ],
};

/** Calls that are errors, with what the error tells. */
const ERRORS: readonly Answer[] = [
  [`json_array_length('[11,12,13,{"f1":21,"f2":[25,26]},14')`, "invalid json array object"],
  [`json_extract_array_element_text('["a",["b",1,["c",2,3,null,]]]',1)`, "invalid json array object"],
  [`json_extract_path_text('{"f2":{"f3":1},"f4":{"f5":99,"f6":"star"}','f4', 'f6')`, "invalid json object"],
  // The guide is silent about a path into an array: IS_VALID_JSON says that it is no JSON string.
  [`json_extract_path_text('[{"a":1}]', 'a')`, "invalid json object"],
  [`json_parse('{a:1}')`, "JSON parsing failed"],
  // "Parsing options for SUPER": an attribute stands once in an object, and a string has 65,535 bytes at most.
  [`json_parse('{"a":1,"a":2}')`, 'the attribute "a" more than once'],
  [`json_parse('"' || lpad('x', 65535, 'x') || 'x' || '"')`, "longer than 65535 bytes"],
  // "The JSON path can be nested up to five levels deep."
  [`json_extract_path_text('{}', 'a', 'b', 'c', 'd', 'e', 'x')`, "invalid input syntax for type boolean"],
];

describe("JSON functions", () => {
  let database: BoundDatabase;
  beforeAll(async () => {
    database = await openBound();
  });
  afterAll(() => database.close());

  for (const [page, answers] of Object.entries(ANSWERS)) {
    it.each(answers)(`${page}: %s is %s`, async (expression, answer) => {
      await expect(database.ask(`select ${expression}`)).resolves.toMatchObject({ rows: [[answer]] });
    });
  }

  it.each(ERRORS)("%s is an error: %s", async (expression, says) => {
    await expect((async () => await database.ask(`select ${expression}`))()).rejects.toThrow(says ?? "");
  });

  it("keep an attribute that an object has once in each of two objects", async () => {
    const { rows } = await database.ask(`select json_parse('[{"a":1},{"a":{"a":2}}]')`);
    expect(rows).toEqual([['[{"a":1},{"a":{"a":2}}]']]);
  });
});
