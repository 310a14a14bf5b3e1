import { londonTimeInWords } from '../../core/london.ts';
import { paymentFileIdSchema } from '../../core/payment.ts';
import { paymentFileAnswer } from '../funding-answers.ts';
import { type Page, PageNotFound } from '../page.ts';
import { addressOf } from '../routes.ts';
import { pounds } from '../words/money.ts';

/** A payer's file that was taken in, and how much of it has been applied. */
export const paymentFile: Page = {
  async show({ api, param }) {
    const id = paymentFileIdSchema.safeParse(param('id'));
    if (!id.success) throw new PageNotFound('no file');
    const { status, lines, total, chunks, applied, uploadedAt } = await api.get(
      `/funding/payments/${id.data}`,
      paymentFileAnswer,
    );
    return {
      template: 'payment-file',
      title: 'Payer’s file',
      data: {
        back: { text: 'Back to funding', href: addressOf('funding') },
        done: status === 'applied',
        id: id.data,
        lines: lines === 1 ? '1 line' : `${lines} lines`,
        total: pounds(total),
        uploaded: londonTimeInWords(uploadedAt),
        chunks,
        applied,
        share: `${Math.floor((applied / chunks) * 100)}%`,
      },
    };
  },
};
