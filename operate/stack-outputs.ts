import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import { physicalName } from '../infra/physical-name.ts';
import type { StageSettings } from '../infra/stage-settings.ts';
import { CommandRefused } from '../local/command.ts';

const outputsSchema = z.object({
  PublicUrl: z.url(),
  ApiId: z.string().min(1),
  UserPoolId: z.string().min(1),
  SmokeClientId: z.string().min(1).optional(),
});
/** What a deployed stage says of itself. */
export type StackOutputs = z.infer<typeof outputsSchema>;

/** Reads the outputs of a stage's entrance. Throws CommandRefused where the stage is not deployed. */
export async function readStackOutputs(settings: StageSettings): Promise<StackOutputs> {
  const client = new CloudFormationClient({ region: settings.region });
  const name = physicalName(settings, 'entrance');
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const outputs = (Stacks[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]);
    return outputsSchema.parse(Object.fromEntries(outputs));
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') {
      throw new CommandRefused(
        `There is no stack ${name} in ${settings.region}: npm run deploy -- --stage ${settings.stage} first.`,
        { cause: error },
      );
    }
    throw error;
  } finally {
    client.destroy();
  }
}
