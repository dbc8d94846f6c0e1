import { type Labels, Problem } from '../errors.ts';
import { encryptedFields } from '../model/index.ts';
import { countByKey, countUnopened, type KeyScene } from './encryption-keys.ts';

interface Finding {
  readonly name: 'encryption';
  readonly ok: boolean;
  readonly text: Labels;
  readonly fix?: Labels;
}

const finding = (ok: boolean, text: Labels, fix?: Labels): Finding => ({
  name: 'encryption',
  ok,
  text,
  ...(fix && { fix }),
});

/** Whether what is kept encrypted opens, and stands under the newest key. */
export async function checkEncryption(scene: KeyScene): Promise<Finding> {
  const fields = encryptedFields(scene.model).length;
  if (fields === 0) return finding(true, { en: 'no encrypted fields', 'zh-CN': '没有加密字段' });
  try {
    const { current } = await scene.vault.renew();
    const counts = await countByKey(scene);
    const unopened = await countUnopened(scene);
    const sum = [...counts.values()].reduce((all, n) => all + n, 0);
    const open = counts.get(0) ?? 0;
    const old = sum - open - (counts.get(current) ?? 0);
    if (unopened > 0)
      return finding(
        false,
        {
          en: `${unopened} of ${sum} encrypted values do not open`,
          'zh-CN': `${sum} 个加密值中有 ${unopened} 个无法打开`,
        },
        {
          en: 'They were changed in the database, or moved there from another field, workspace or installation: bring them back from a backup.',
          'zh-CN': '它们在数据库中被改动，或来自其他字段、工作区或安装；请从备份恢复。',
        },
      );
    if (open > 0)
      return finding(
        false,
        {
          en: `${open} of ${sum} values are not encrypted yet`,
          'zh-CN': `${sum} 个值中有 ${open} 个尚未加密`,
        },
        { en: 'Wait for the steps of the last publish.', 'zh-CN': '请等待上次发布的后续步骤完成。' },
      );
    if (old > 0)
      return finding(
        false,
        {
          en: `${old} of ${sum} values are under an older key`,
          'zh-CN': `${sum} 个值中有 ${old} 个仍使用旧密钥`,
        },
        { en: 'Run `guanxi keys rotate`: it goes on.', 'zh-CN': '请运行 guanxi keys rotate 继续轮换。' },
      );
    return finding(true, {
      en: `${sum} values in ${fields} fields open, all under key ${current}`,
      'zh-CN': `${fields} 个字段的 ${sum} 个值均可打开，使用第 ${current} 版密钥`,
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return finding(false, error.text);
  }
}
