import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/**
 * The bytes that DynamoDB counts for an item: names and values, in UTF-8. Source: DynamoDB developer guide, "Item sizes
 * and formats". Numbers take up to a byte for two digits, and one more.
 */
export function itemSize(item: Readonly<Record<string, AttributeValue>>): number {
  return sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + valueSize(value)));
}

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.replace(/\D/g, '').length / 2) + 1;
  if (value.L !== undefined) return 3 + sum(value.L.map((each) => 1 + valueSize(each)));
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemSize(value.M);
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  throw new Error(`no row of ours holds ${Object.keys(value).join()}`);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
