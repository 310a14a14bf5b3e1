import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { MachineInput, Ring } from '../workflows/steps.ts';

/** The client; its endpoint comes from AWS_ENDPOINT_URL_SFN where there is one. */
export const openStepFunctions = (): SFNClient => new SFNClient({});

/**
 * Starts an execution under its name. One that is there already, running or closed, is what was wanted. Throws
 * where Step Functions would not: throttling among it, so that the message comes again.
 */
export async function startExecution(
  client: SFNClient,
  stateMachineArn: string,
  name: string,
  input: MachineInput,
): Promise<void> {
  try {
    await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}

/** Stops an execution that nobody needs any more. One that has ended, or never was, is stopped already. */
export async function stopExecution(
  client: SFNClient,
  stateMachineArn: string,
  name: string,
  cause: string,
): Promise<void> {
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  try {
    await client.send(new StopExecutionCommand({ executionArn, cause }));
  } catch (error) {
    if (!(error instanceof ExecutionDoesNotExist)) throw error;
  }
}

/**
 * Rings: ends the waiting behind a task token. A token that is dead already waits for nobody; false says so.
 */
export async function ring(client: SFNClient, taskToken: string, askId: Ring['askId']): Promise<boolean> {
  try {
    await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ askId }) }));
    return true;
  } catch (error) {
    const dead =
      error instanceof TaskDoesNotExist || error instanceof TaskTimedOut || error instanceof InvalidToken;
    if (!dead) throw error;
    return false;
  }
}
