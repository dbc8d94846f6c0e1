import type { RequestContext } from '../context.ts';
import type { Labels } from '../errors.ts';
import { countFactors } from '../people/index.ts';

interface Finding {
  readonly name: 'second-factors';
  readonly ok: boolean;
  readonly text: Labels;
  readonly fix?: Labels;
}

/** Whether those who have a second factor can sign in with it under the secret key in use. */
export async function checkFactors({
  db,
  workspace,
  secretKey,
}: Pick<RequestContext, 'db' | 'workspace' | 'secretKey'>): Promise<Finding> {
  const { all, unopened } = await countFactors(db, workspace, secretKey);
  const name = 'second-factors';
  if (unopened === 0) {
    const en = all === 1 ? '1 person has one, and it opens' : `${all} people have one, and all open`;
    return {
      ...{ name, ok: true },
      text: {
        en: all === 0 ? 'nobody has one' : en,
        'zh-CN': all === 0 ? '无人启用双重验证' : `${all} 人已启用双重验证，均可使用`,
      },
    };
  }
  return {
    ...{ name, ok: false },
    text: {
      en: `${unopened} of ${all} people cannot sign in with theirs: another secret key has sealed it`,
      'zh-CN': `${all} 人中有 ${unopened} 人无法通过双重验证登录：其验证信息由另一密钥封存`,
    },
    fix: {
      en: 'Start once with the secret key before as GUANXI_SECRET_KEY_PREVIOUS. Where it is lost, remove the second factor on the page of each user, so that they can set up a new one.',
      'zh-CN':
        '请将旧密钥设为 GUANXI_SECRET_KEY_PREVIOUS 并启动一次。旧密钥已丢失时，请在各用户的页面移除其双重验证，由本人重新设置。',
    },
  };
}
