import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../workflows/wiring.ts';
import { physicalName } from '../physical-name.ts';
import type { StageSettings } from '../stage-settings.ts';

/** The application's bus, and the archive from which its events can be replayed. */
export class ArchivedBus extends EventBus {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, { eventBusName: physicalName(settings) });
    if (settings.emulator) return;
    this.archive('Archive', {
      archiveName: physicalName(settings, 'events'),
      description:
        'Every event of ours. The table remains the record: this is for replaying to a new consumer.',
      eventPattern: { source: [EVENT_SOURCE], account: [Stack.of(this).account] },
      retention: Duration.days(settings.archiveRetentionDays),
    });
  }
}
