import { RemovalPolicy } from 'aws-cdk-lib';
import type { StageSettings } from './stage-settings.ts';

type Kept = Pick<StageSettings, 'keepData'>;

/** For the table and its key: they stay whatever happens to their stack. */
export function keepFacts({ keepData }: Kept): RemovalPolicy {
  return keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}

/**
 * For logs, machines and queue keys: they stay when a stack is deleted or changed, but not when its very first
 * deployment fails; they would then stand in the way of the second under their own names.
 */
export function keepTraces({ keepData }: Kept): RemovalPolicy {
  return keepData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}
