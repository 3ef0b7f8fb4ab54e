// Runs human loops and pages both lists with the AWS SDK for JavaScript.
// life_test.go describes the steps and the output. The endpoints, the Region and the
// credentials come from the AWS environment variables.
//
//   node life.mjs FLOW_DEFINITION_ARN PREFIX FLOW EXECUTIONS LOOPS
//
// EXECUTIONS and LOOPS are the expected numbers at the end. The program exits with 1 if
// a result is not as expected.
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

const report = (value) => console.log(JSON.stringify(value));

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

// refused returns the name of the exception, of the given class, that a call throws.
async function refused(call, type) {
  const err = await call.then(
    () => new Error(`the call succeeded, want ${type.name}`),
    (err) => err,
  );
  assert(err instanceof type, err);
  return err.name;
}

async function collect(pages, member, key, count) {
  const all = [];
  for await (const page of pages) all.push(...page[member].map((item) => item[key]));
  const unique = new Set(all).size;
  assert.deepEqual([all.length, unique], [count, count], `${member}: number of items, number of unique items`);
  return [all.length, unique];
}

const results = {};
const answered = `${prefix}-answered`;
const stopped = `${prefix}-stopped`;

await start(answered);
results.started = (await describe(answered)).HumanLoopStatus;
report({ waiting: answered });
const loop = await until(answered, "Completed");
results.completed = loop.HumanLoopStatus;
results.output = loop.HumanLoopOutput.OutputS3Uri;
assert(loop.CreationTime instanceof Date);

await start(stopped);
await a2i.send(new StopHumanLoopCommand({ HumanLoopName: stopped }));
results.stopped = (await until(stopped, "Stopped")).HumanLoopStatus;
await a2i.send(new DeleteHumanLoopCommand({ HumanLoopName: stopped }));
results.deleted = await refused(describe(stopped), ResourceNotFoundException);
results.invalid = await refused(start("Not_A_Name"), ValidationException);

[results.loops, results.uniqueLoops] = await collect(
  paginateListHumanLoops({ client: a2i, pageSize: 100 }, { FlowDefinitionArn }),
  "HumanLoopSummaries",
  "HumanLoopName",
  Number(loops),
);
[results.executions, results.uniqueExecutions] = await collect(
  paginateListFlowExecutions({ client: bedrock, pageSize: 10 }, { flowIdentifier }),
  "flowExecutionSummaries",
  "executionArn",
  Number(executions),
);
report(results);
