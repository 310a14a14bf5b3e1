/** One thing that a role may do, in IAM's own words. */
export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** As IAM writes them: operator → condition key → value. */
  readonly conditions?: { readonly [operator: string]: { readonly [key: string]: string } };
  /** Why AWS leaves no narrower choice: required where a resource ends in a wildcard, and shown to cdk-nag. */
  readonly wildcardBecause?: string;
}
