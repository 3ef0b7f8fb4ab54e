// The lives of human loops, and paging, by the AWS SDK for JavaScript. The steps
// and what is printed are those of life_test.go; the endpoints, the Region and
// the keys come from AWS's own environment variables.
//
//   node life.mjs FLOW_DEFINITION_ARN PREFIX FLOW EXECUTIONS LOOPS
//
// EXECUTIONS and LOOPS are how many of each there must be in the end. It exits
// with 1 where anything is not as it must be.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import {
  DeleteHumanLoopCommand,
  DescribeHumanLoopCommand,
  paginateListHumanLoops,
  ResourceNotFoundException,
  SageMakerA2IRuntimeClient,
  StartHumanLoopCommand,
  StopHumanLoopCommand,
  ValidationException,
} from "@aws-sdk/client-sagemaker-a2i-runtime";
import { BedrockAgentRuntimeClient, paginateListFlowExecutions } from "@aws-sdk/client-bedrock-agent-runtime";

const [FlowDefinitionArn, prefix, flowIdentifier, executions, loops] = process.argv.slice(2);
const a2i = new SageMakerA2IRuntimeClient();
const bedrock = new BedrockAgentRuntimeClient();

const tell = (what) => console.log(JSON.stringify(what));

const start = (HumanLoopName) =>
  a2i.send(
    new StartHumanLoopCommand({
      HumanLoopName,
      FlowDefinitionArn,
      HumanLoopInput: { InputContent: JSON.stringify({ text: "für 見積 😀 / + %" }) },
      DataAttributes: { ContentClassifiers: ["FreeOfAdultContent"] },
    }),
  );

const describe = (HumanLoopName) => a2i.send(new DescribeHumanLoopCommand({ HumanLoopName }));

async function until(name, status) {
  for (let i = 0; i < 600; i++) {
    const loop = await describe(name);
    if (loop.HumanLoopStatus === status) return loop;
    await pause(50);
  }
  throw new Error(`${name} is not ${status} after 30 seconds`);
}

// refused is the name of the exception, of the class wanted, that ends a call.
async function refused(call, type) {
  const err = await call.then(
    () => new Error("the call was not refused"),
    (err) => err,
  );
  assert(err instanceof type, err);
  return err.name;
}

async function collect(pages, member, key, count) {
  const all = [];
  for await (const page of pages) all.push(...page[member].map((item) => item[key]));
  const unique = new Set(all).size;
  assert.deepEqual([all.length, unique], [count, count], `${member}: all and unique`);
  return [all.length, unique];
}

const seen = {};
const answered = `${prefix}-answered`;
const stopped = `${prefix}-stopped`;

await start(answered);
seen.started = (await describe(answered)).HumanLoopStatus;
tell({ waiting: answered });
const loop = await until(answered, "Completed");
seen.completed = loop.HumanLoopStatus;
seen.output = loop.HumanLoopOutput.OutputS3Uri;
assert(loop.CreationTime instanceof Date);

await start(stopped);
await a2i.send(new StopHumanLoopCommand({ HumanLoopName: stopped }));
seen.stopped = (await until(stopped, "Stopped")).HumanLoopStatus;
await a2i.send(new DeleteHumanLoopCommand({ HumanLoopName: stopped }));
seen.deleted = await refused(describe(stopped), ResourceNotFoundException);
seen.invalid = await refused(start("Not_A_Name"), ValidationException);

[seen.loops, seen.uniqueLoops] = await collect(
  paginateListHumanLoops({ client: a2i, pageSize: 100 }, { FlowDefinitionArn }),
  "HumanLoopSummaries",
  "HumanLoopName",
  Number(loops),
);
[seen.executions, seen.uniqueExecutions] = await collect(
  paginateListFlowExecutions({ client: bedrock, pageSize: 10 }, { flowIdentifier }),
  "flowExecutionSummaries",
  "executionArn",
  Number(executions),
);
tell(seen);
