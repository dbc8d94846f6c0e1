import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { get } from '../../runtime-ui/api/request.ts';
import { useTexts } from '../i18n/index.ts';
import { messagesOf } from '../shell/refusal.ts';
import type { AuditProof } from './types.ts';

/** Whether the audit is as it was sealed. All of it is read for that, so it is asked for, not done by the way. */
export function SealState() {
  const { t } = useTexts();
  const proof = useMutation({ mutationFn: () => get<AuditProof>('/api/audit/proof', {}) });
  return (
    <div className="gd-audit-seal">
      <Button loading={proof.isPending} onClick={() => proof.mutate()}>
        {t('audit.verify')}
      </Button>
      <div role="status">
        {proof.data && <Proof proof={proof.data} />}
        {proof.error && <Alert type="error" showIcon title={messagesOf(proof.error, t).join(' ')} />}
      </div>
    </div>
  );
}

function Proof({ proof: { ok, proven, unsealed, faults } }: { proof: AuditProof }) {
  const { t } = useTexts();
  return (
    <Alert
      type={ok ? 'success' : 'error'}
      showIcon
      title={ok ? t('audit.sound', { proven, unsealed }) : t('audit.tampered', { count: faults.length })}
    />
  );
}
