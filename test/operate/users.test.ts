import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { userDirectory } from '../../operate/user-directory.ts';
import { usersCommand } from '../../operate/users.ts';

const cognito = mockClient(CognitoIdentityProviderClient);
const QUINCE = 'quince@people.example';
const said: string[] = [];
beforeEach(() => {
  cognito.reset();
  cognito.on(AdminListGroupsForUserCommand).resolves({ Groups: [{ GroupName: 'hub-origin' }] });
  said.length = 0;
});

const directory = userDirectory(new CognitoIdentityProviderClient({}), 'pool');
const order = (...args: string[]) =>
  usersCommand(
    ['--stage', 'sandbox', ...args],
    (text) => said.push(text),
    async () => directory,
  );
const sent = () => cognito.calls().map((call) => call.args[0].constructor.name);

describe('the users of a stage', () => {
  it('are invited by mail into the one group that is their role', async () => {
    expect(await order('invite', QUINCE, 'hub-origin')).toBe(0);
    expect(cognito.commandCalls(AdminCreateUserCommand)[0]?.args[0].input).toMatchObject({
      Username: QUINCE,
      DesiredDeliveryMediums: ['EMAIL'],
    });
    expect(cognito.commandCalls(AdminAddUserToGroupCommand)[0]?.args[0].input).toMatchObject({
      GroupName: 'hub-origin',
    });
  });

  it('lose the old role and their sessions before they get another', async () => {
    expect(await order('move', QUINCE, 'finance')).toBe(0);
    expect(sent()).toEqual([
      AdminListGroupsForUserCommand.name,
      AdminRemoveUserFromGroupCommand.name,
      AdminUserGlobalSignOutCommand.name,
      AdminAddUserToGroupCommand.name,
    ]);
  });

  it('are signed out when they are deactivated', async () => {
    expect(await order('deactivate', QUINCE)).toBe(0);
    expect(sent()).toEqual([AdminDisableUserCommand.name, AdminUserGlobalSignOutCommand.name]);
    expect(await order('sign-out', QUINCE)).toBe(0);
  });

  it.each([
    ['a group that is none', ['invite', QUINCE, 'hub-nowhere']],
    ['no group', ['move', QUINCE]],
    ['no address', ['deactivate']],
    ['a group where none belongs', ['deactivate', QUINCE, 'admin']],
    ['an order that is none', ['promote', QUINCE, 'admin']],
  ])('are left alone where the command names %s', async (_, args) => {
    expect(await order(...args)).toBe(1);
    expect(sent()).toEqual([]);
  });

  it('are named nowhere in what the command prints, also where Cognito names them', async () => {
    const message = `User ${QUINCE} does not exist.`;
    cognito.on(AdminDisableUserCommand).rejects(new UserNotFoundException({ message, $metadata: {} }));
    expect(await order('deactivate', QUINCE)).toBe(1);
    expect(said).toEqual(['It was refused: UserNotFoundException.']);
  });
});
