import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';

/** The users of a stage. A person is named by the e-mail address they sign in with; their role is the one group they are in. */
export interface UserDirectory {
  /** Makes the account and sends the invitation. Without a role until the second step: then invite again, or move. */
  invite(email: string, group: string): Promise<void>;
  /** Shuts the account and ends its sessions: tokens that are out already run out within the hour. */
  deactivate(email: string): Promise<void>;
  /** Takes the person out of every group and into this one, and ends their sessions, whose tokens bear the old one. */
  move(email: string, group: string): Promise<void>;
  /** Ends every session. */
  signOut(email: string): Promise<void>;
}

export function userDirectory(client: CognitoIdentityProviderClient, UserPoolId: string): UserDirectory {
  const signOut = async (Username: string) => {
    await client.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username }));
  };
  const groupsOf = async (Username: string): Promise<readonly string[]> => {
    const { Groups = [] } = await client.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
    return Groups.flatMap(({ GroupName }) => GroupName ?? []);
  };
  const add = async (Username: string, GroupName: string) => {
    await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
  };
  return {
    async invite(email, group) {
      // The address was typed by an admin: the invitation that arrives there proves it.
      const UserAttributes = [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ];
      await client.send(
        new AdminCreateUserCommand({
          UserPoolId,
          Username: email,
          UserAttributes,
          DesiredDeliveryMediums: ['EMAIL'],
        }),
      );
      await add(email, group);
    },
    async deactivate(email) {
      await client.send(new AdminDisableUserCommand({ UserPoolId, Username: email }));
      await signOut(email);
    },
    async move(email, group) {
      // The old role goes first: cut short, the person has none, and never two.
      for (const GroupName of await groupsOf(email)) {
        await client.send(new AdminRemoveUserFromGroupCommand({ UserPoolId, Username: email, GroupName }));
      }
      await signOut(email);
      await add(email, group);
    },
    signOut,
  };
}
