/** Roles, facts and spans of time, in Vietnamese; loaded with the pages that name them. */
import { count } from './format';

export const vi = {
  roles: {
    volunteer: 'Tình nguyện viên',
    teller: 'Giao dịch viên',
    reporter: 'Người báo cáo',
    commune: 'Cán bộ xã',
    district: 'Cán bộ huyện',
    admin: 'Quản trị',
  },
  facts: { name: 'Tên', work: 'Việc', campaign: 'Đợt' },
  ages: {
    now: 'vừa xong',
    minutes: (n: number) => `${count(n)} phút`,
    hours: (n: number) => `${count(n)} giờ`,
    days: (n: number) => `${count(n)} ngày`,
    seconds: (n: number) => `${count(n)} giây`,
    ago: (age: string) => `${age} trước`,
  },
};

export type FactStrings = typeof vi;
